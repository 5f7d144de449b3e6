"""Hold how a path can end: what is said of an end, and the tone in which it is drawn."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from engine.language.words import Id, Line

Tone = Literal["good", "open", "person"]


class End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one end of the tree: what its page and picture `say`, and its tone.

    `good` is where the path was to lead, `open` goes on beyond the tree, and `person` hands over
    to somebody who can say what is left.
    """

    say: Line
    tone: Tone


Ends = Annotated[dict[Id, End], Meta(max_length=50)]

# The ends of a base that lists none of its own.
PLAIN_ENDS: Mapping[str, End] = {
    "good": End("The path ends here.", "good"),
    "open": End("The path ends here for now.", "open"),
    "person": End("The path ends with somebody who can say what is left.", "person"),
}
