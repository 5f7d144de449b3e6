"""Take a folder as it was at a revision of its git repository; nothing is asked of any network."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.outside.faults import refused, told

_HINT = "Name a folder, or a revision: main, HEAD~1, a tag."
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}  # a missing object is not fetched


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """Give a copy of a folder as a revision has it, which goes afterwards.

    Raises CaseError where git is not there, knows no such revision, or the folder was not in it.
    """
    import tempfile  # for those who ask for a revision

    listed = _git(
        folder, revision, "ls-tree", "-r", "-z", "--name-only", f"{revision}^{{tree}}", "--", "."
    )
    names = [name for name in listed.decode(errors="replace").split("\0") if name.endswith(".yaml")]
    if not names:
        message = f'"{revision}" has no YAML files in this folder.'
        raise refused(folder, "no-such-file", message, _HINT)
    with tempfile.TemporaryDirectory(prefix="matchpath-") as below:
        copy = Path(below, folder.resolve().name)
        for name in names:
            data = _git(folder, revision, "show", f"{revision}:./{name}")
            with told(folder, "unwritable", "can't be copied", "Make room."):
                place = copy / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        yield copy


def _git(folder: Path, revision: str, *words: str) -> bytes:
    import subprocess

    if revision.startswith("-"):
        raise refused(folder, "no-such-file", f'"{revision}" is no revision.', _HINT)
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            check=False,
            env={**os.environ, **_QUIET},
        )
    except OSError:
        message = f'there is no folder "{revision}", and git is not there to ask for a revision.'
        raise refused(folder, "no-such-file", message, _HINT) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = f" (git: {said[-1]})" if said else ""
        message = f'"{revision}" is neither a folder nor a revision{reason}.'
        raise refused(folder, "no-such-file", message, _HINT)
    return done.stdout
