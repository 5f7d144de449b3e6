"""Let the outside in and out: paths, files, the lock and the standard streams.

Everything that can fail out there (rights, room, names, links, closed streams) becomes one problem:
a CaseError with the place, the fault in plain words and what to do next. So no module elsewhere
asks the file system or a stream for anything; tests/commands/test_one_boundary.py holds them to it.
"""

from engine.outside.environment import IN_PAGE, tell_library
from engine.outside.faults import NO_ROOM
from engine.outside.files import (
    exists,
    expanded,
    folder,
    is_folder,
    is_inside,
    is_link,
    is_same,
    leftovers,
    link,
    placed,
    read,
    readable,
    remove,
    stamps,
    sweep,
    target,
    tree,
    write_new_folder,
    write_on,
    write_spare,
    write_whole,
)
from engine.outside.lock import alone
from engine.outside.programs import made_by
from engine.outside.revisions import at_revision
from engine.outside.streams import (
    hold_streams,
    is_dressed,
    is_heard,
    is_screen,
    is_typed,
    quietly,
    read_input,
    read_line,
    write_error,
    write_output,
)

__all__ = [
    "IN_PAGE",
    "NO_ROOM",
    "alone",
    "at_revision",
    "exists",
    "expanded",
    "folder",
    "hold_streams",
    "is_dressed",
    "is_folder",
    "is_heard",
    "is_inside",
    "is_link",
    "is_same",
    "is_screen",
    "is_typed",
    "leftovers",
    "link",
    "made_by",
    "placed",
    "quietly",
    "read",
    "read_input",
    "read_line",
    "readable",
    "remove",
    "stamps",
    "sweep",
    "target",
    "tell_library",
    "tree",
    "write_error",
    "write_new_folder",
    "write_on",
    "write_output",
    "write_spare",
    "write_whole",
]
