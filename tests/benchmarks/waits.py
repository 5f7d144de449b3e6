"""Sit through what a student waits for: the first prompt, and from each answer to the next."""

import os
import pty
import signal
import tempfile
from pathlib import Path

from engine.consultation.answers import plain
from engine.consultation.casefile import Case
from engine.consultation.consult import settle
from engine.dialogue.conversation import converse
from engine.dialogue.keeper import Keeper
from engine.language.base import KnowledgeBase
from engine.language.words import Value
from tests.benchmarks.timing import ROOT, matchpath, waited

PROMPT = b"\n> "


def first_prompt() -> float:
    """Start a consultation in a terminal; give its CPU seconds until the first prompt."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        words = matchpath("consult")
        os.execv(words[0], words)
    seen = b""
    while PROMPT not in seen.replace(b"\r", b""):
        seen += os.read(terminal, 65536)
    asking = _first_thread(process)
    os.kill(process, signal.SIGKILL)
    used, _ = waited(process)
    os.close(terminal)
    return asking or used


def _first_thread(process: int) -> float:
    """Give the CPU seconds of a process without its other threads; 0 where the system can't tell.

    Behind the first prompt a thread makes the rules ready: nobody waits for that one.
    """
    try:
        nanoseconds = Path(f"/proc/{process}/schedstat").read_text().split()[0]
    except OSError:
        return 0.0
    return int(nanoseconds) / 1e9


def typed_lines(kb: KnowledgeBase, case: Case) -> list[str]:
    """Give what is typed, question by question, to answer as a case does."""
    given: dict[str, Value] = {}
    lines = []
    while pending := settle(kb, given, case.today).pending:
        given[pending.id] = case.answers[pending.id]
        answer = plain(case.answers[pending.id])
        lines.append(", ".join(answer) if isinstance(answer, list) else str(answer))
    return lines


def converse_in(kb: KnowledgeBase, case: Case, lines: list[str]) -> None:
    """Hold the whole dialogue of a case, with every prompt worded and every answer written."""
    waiting, said = iter(lines), list[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        Keeper(Path(folder) / "me.yaml", None, said.append) as keeper,
    ):
        keeper.open(kb)
        converse(kb, {}, lambda _: next(waiting), said.append, keeper.save, case.today)
