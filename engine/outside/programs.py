"""Run a program that is no part of this one, on files that go afterwards."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.outside.faults import refused, told


def made_by(
    words: Sequence[str], files: Mapping[str, bytes], made: Sequence[str], hint: str
) -> dict[str, bytes]:
    """Run a program in a folder of `files`, and give those that it `made` there.

    Raises CaseError, with the `hint`, where the program is not there; and where it fails.
    """
    import shutil  # these three are slow to import: only those who run a program wait for them
    import subprocess
    import tempfile

    program = shutil.which(words[0])
    if program is None:
        raise refused(words[0], "no-such-program", "this program is not there.", hint)
    with tempfile.TemporaryDirectory(prefix="matchpath-") as folder:
        with told(words[0], "unwritable", "has no room for its files", "Make room."):
            for name, data in files.items():
                Path(folder, name).write_bytes(data)
            done = subprocess.run(
                [program, *words[1:]], cwd=folder, capture_output=True, check=False
            )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise refused(words[0], "failed", f"it failed: {said[-1] if said else 'no reason'}.")
        with told(words[0], "unreadable", "has not made what it should"):
            return {name: Path(folder, name).read_bytes() for name in made}
