"""Take CPU time of our work and of a peer's, turn about: whatever else the machine does slows both."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

Took = Callable[[], float]
"""Does some work, and gives the CPU seconds it took."""


class Figure(msgspec.Struct, frozen=True):
    """Hold one line of the table: a figure, in CPU seconds, beside its peer's."""

    what: str
    peer: str
    took: float
    peer_took: float
    at_most: float

    @property
    def ratio(self) -> float:
        return self.took / self.peer_took

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most


def beside(
    what: str, ours: Took, peer: str, theirs: Took, at_most: float, rounds: int = 5
) -> Figure:
    """Take both times turn about; give the round in the middle, by its ratio, of an odd number."""
    ours(), theirs()  # files into the cache, and whatever is made once
    figures = [Figure(what, peer, ours(), theirs(), at_most) for _ in range(rounds)]
    return sorted(figures, key=lambda figure: figure.ratio)[rounds // 2]


def here(work: Callable[[], object], times: int = 1) -> Took:
    """Take the time of work done in this process, for one of the times that it does a thing."""

    def took() -> float:
        started = time.process_time()
        work()
        return (time.process_time() - started) / times

    return took


def command(*words: str | Path, ends_with: int = 0) -> Took:
    """Take the time of a command, its whole process; it has to end with that exit code."""

    def took() -> float:
        process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        seconds, process.returncode = waited(process.pid)
        if process.returncode != ends_with:
            raise SystemExit(f"{' '.join(map(str, words))}: exit {process.returncode}")
        return seconds

    return took


def matchpath(*words: str | Path) -> tuple[str | Path, ...]:
    """Give the command line that runs the matchpath of this folder."""
    return (sys.executable, "-m", "cli", *words)


def waited(process: int) -> tuple[float, int]:
    """Wait for the end of a process; give its CPU seconds and its exit code."""
    _, status, used = os.wait4(process, 0)
    return used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)
