"""Run a command line in this process, and hold it to what every command line must keep."""

import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click.testing

import cli
from engine.commands.session import Session
from engine.commands.terminal import visible
from engine.language.base import KnowledgeBase

SECONDS = 10  # of the processor
MEGABYTES = 500
CODES = (0, 1, 2)
UNFORESEEN = ("This should not have happened", "Traceback")


class Answer(NamedTuple):
    """Hold how a command line ended, what it wrote, and what it took."""

    code: int
    seen: str
    seconds: float
    megabytes: float  # by which the most memory that this process ever held has grown


class TookLong(BaseException):
    """Say that a command line was stopped. No `except Exception` takes it for a fault."""


def answered(
    words: Iterable[object],
    folder: Path,
    *,
    typed: bytes = b"",
    read: Mapping[Path, KnowledgeBase] | None = None,
) -> Answer:
    """Run a line on the base of a folder; fail where it raises, takes long or steers the screen.

    `read` holds bases that are read already, by their folder.
    """
    line = ["--debug", *map(str, words)]
    answer = _run(line, folder, typed, dict(read or {}))
    told = (Path.cwd().name, line, answer.code, answer.seen[-2_000:])
    assert not any(words in answer.seen for words in UNFORESEEN), told
    assert answer.code in CODES, told
    assert answer.seen == visible(answer.seen), told
    assert answer.seconds < SECONDS, (answer.seconds, *told)
    assert answer.megabytes < MEGABYTES, (answer.megabytes, *told)
    return answer


def _run(line: list[str], folder: Path, typed: bytes, read: dict[Path, KnowledgeBase]) -> Answer:
    started, held = time.process_time(), _most_held()
    with _stopped_after(SECONDS):
        done = click.testing.CliRunner().invoke(
            cli.main,
            line,
            input=typed,
            env={"MATCHPATH_KNOWLEDGE": str(folder)},
            obj=Session(read),
            catch_exceptions=False,
            prog_name="matchpath",
        )
    seconds, megabytes = time.process_time() - started, _most_held() - held
    seen = (done.stdout_bytes + done.stderr_bytes).decode()
    return Answer(done.exit_code, seen, seconds, megabytes)


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Raise TookLong once so much time of the processor is spent."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_signal: int, _frame: object) -> None:
    raise TookLong


def _most_held() -> float:
    """Give the most memory that this process ever held, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 ** (2 if sys.platform == "darwin" else 1)
