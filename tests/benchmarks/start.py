"""Print how long a student waits: for the first prompt, between answers, for a picture. `make benchmark` runs it.

Each figure is measured in a terminal of its own, cold process, files in cache; the first prompt side by
side with `cookiecutter --version`, turn about, so that a busy machine slows both. Exits 1 above a limit.
"""

import os
import pty
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine.consultation import answers, casefile
from engine.consultation.consult import settle
from engine.language import loader

ROUNDS = 15
CASES = ("c-dermatology-228.yaml", "b-high-orthopaedics-232.yaml", "week-soap-nothing.yaml")
LONGEST = "b-general-surgery-222.yaml"
BIN = Path(sys.executable).parent
FOLDER = Path(__file__).parents[2] / "knowledge" / "cases"
PROMPT = b"\n> "


class Session:
    """Hold a consultation in a terminal; every wait is timed, in seconds."""

    def __init__(self, *words: str) -> None:
        self.started = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execv(BIN / "matchpath", ["matchpath", "consult", *words])

    def wait(self) -> float:
        """Read until the next prompt, or the end."""
        seen = b""
        try:
            while PROMPT not in seen.replace(b"\r", b""):
                seen += os.read(self.terminal, 65536)
        except OSError:
            pass  # the end of the session
        return time.perf_counter() - self.started

    def type(self, line: str) -> float:
        self.started = time.perf_counter()
        os.write(self.terminal, line.encode() + b"\n")
        return self.wait()

    def close(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def other() -> float:
    started = time.perf_counter()
    subprocess.run([BIN / "cookiecutter", "--version"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def starts() -> Iterator[tuple[float, float, float]]:
    """Give the times of first prompt, first answer and the other command, turn about."""
    for _ in range(ROUNDS):
        session = Session()
        prompt, answer = session.wait(), session.type("1")
        session.close()
        yield prompt, answer, other()


def between() -> Iterator[float]:
    """Give the time from each answer of some cases to the next prompt, the file written each time."""
    kb = loader.load()
    for path in (FOLDER / name for name in CASES):
        known = casefile.load(path, kb).answers
        with tempfile.TemporaryDirectory() as folder:
            session = Session("--case", f"{folder}/me.yaml")
            session.wait()
            given: dict[str, object] = {}
            while (pending := settle(kb, given, None).pending) and pending.id in known:
                given[pending.id] = known[pending.id]
                plain = answers.plain(known[pending.id])
                took = session.type(", ".join(plain) if isinstance(plain, list) else str(plain))
                if len(given) > 1:
                    yield took
            session.close()


def drawing() -> Iterator[float]:
    """Give the time that the longest path takes to be drawn, in a process of its own each."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            command = [BIN / "matchpath", "tree", FOLDER / LONGEST, "-o", f"{folder}/path.svg"]
            subprocess.run(command, stderr=subprocess.DEVNULL, check=True)
            yield time.perf_counter() - started


def report(what: str, seconds: float, limit: float, unit: str = "s") -> bool:
    print(f"{what:<48} {seconds:6.3f} {unit} (at most {limit:g})")
    return seconds <= limit


def main() -> None:
    prompts, answers, others = map(statistics.median, zip(*starts(), strict=True))
    print(f"first prompt {prompts:.3f} s, cookiecutter --version {others:.3f} s")
    held = [
        report("first prompt: ratio to cookiecutter --version", prompts / others, 1.0, " "),
        report("first answer to second prompt, median", answers, 0.5),
        report("an answer to the next prompt, median", statistics.median(between()), 0.05),
        report("the longest path as SVG, cold, median", statistics.median(drawing()), 1.0),
    ]
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
