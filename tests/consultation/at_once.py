"""Start processes at once on one case, and say in which rounds not exactly one of them holds it.

In every other round the case was held before by a process that was killed: its lock is stale.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import filelock  # noqa: F401  imported before the forks

from engine.consultation.held_case import HeldCase
from engine.errors import CaseError


def started(path: Path, start: int, end: int, told: int) -> int:
    """Fork a process that waits for the start, tries to take the case, tells, and waits for the end."""
    process = os.fork()
    if process == 0:
        case = HeldCase()
        os.read(start, 1)
        try:
            case.take(path)
            os.write(told, b"held")
        except CaseError as error:
            os.write(told, b"busy" if "another consultation has it open" in str(error) else b"odd!")
        os.read(end, 1)
        case.let_go()
        os._exit(0)
    return process


def held(path: Path, processes: int, kill: bool) -> list[str]:
    """Give what each of the processes told; with `kill`, they have no time to let the case go."""
    start, go = os.pipe()
    end, stop = os.pipe()
    heard, told = os.pipe()
    children = [started(path, start, end, told) for _ in range(processes)]
    os.write(go, b"." * processes)
    answers = [os.read(heard, 4).decode() for _ in children]
    if kill:
        for child in children:
            os.kill(child, signal.SIGKILL)
    os.write(stop, b"." * processes)
    for child in children:
        os.waitpid(child, 0)
    for number in (start, go, end, stop, heard, told):
        os.close(number)
    return answers


def faults(folder: Path, processes: int, rounds: int) -> Iterator[str]:
    path = folder / "me.yaml"
    for number in range(rounds):
        answers = held(path, processes, kill=number % 2 == 0)
        if sorted(answers) != ["busy"] * (processes - 1) + ["held"]:
            yield f"round {number}: {answers}"
    if rounds % 2 == 0 and list(folder.iterdir()):
        yield f"left behind: {list(folder.iterdir())}"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
    sys.exit("\n".join(found) or 0)
