"""Kill consultations at random moments, and say what is wrong with the case files they leave.

One process has the rules ready and forks, so that many kills take seconds: each child is a whole
`matchpath consult`, which reads typed lines from a pipe and writes its prompts to another.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import filelock  # noqa: F401  imported before the forks, as the rules are made ready before them

import cli
from engine.commands.session import Session
from engine.consultation.consult import consult
from engine.consultation.held_case import HeldCase
from engine.language import loader
from engine.language.base import KnowledgeBase

BASE = Path(__file__).resolve().parents[1] / "small"
TYPED = ("abroad", "asked", "calm", "14", "ruritania", "none", "emergency")
LONGEST_WAIT = 0.01  # seconds from a prompt to the kill; an answer takes about as long
PROMPT = b"\n> "
LIVED_IN = "# mine\nname: Me\n\nanswers: # so far\n\n# the end\n"


def consultation(path: Path, kb: KnowledgeBase) -> tuple[int, int]:
    """Start a consultation in a child; give its process and the pipe that its prompts come through."""
    lines, typing = os.pipe()
    prompts, asking = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(prompts)
        os.close(typing)
        sys.stdin, sys.stderr = os.fdopen(lines), os.fdopen(asking, "w", buffering=1)
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        # The base is read and its rules are ready: a child goes straight to its questions.
        session = Session({BASE: kb})
        cli.main(["--knowledge", str(BASE), "consult", "--case", str(path)], obj=session)
    os.close(lines)
    os.close(asking)
    os.write(typing, "\n".join((*TYPED, "")).encode())
    os.close(typing)
    return process, prompts


def read_prompts(prompts: int, most: int | None = None) -> int:
    """Read until so many prompts have been shown, or all of them; give how many they were."""
    seen = b""
    while most is None or seen.count(PROMPT) < most:
        part = os.read(prompts, 4096)
        if not part:
            break
        seen += part
    return seen.count(PROMPT)


def opened(path: Path, kb: KnowledgeBase) -> tuple[str, int]:
    """Open a case as the next consultation does; give its text and how many answers it has."""
    case = HeldCase()
    case.take(path)
    kept = case.open(kb)
    case.let_go()
    return kept.text, len(kept.case.answers)


def faults(folder: Path, kills: int) -> Iterator[str]:
    kb, chance = loader.load(BASE), random.Random(7)
    consult(kb, {})
    cases = []
    for number in range(kills):
        path = folder / f"me{number}.yaml"
        if number % 2:
            path.write_text(LIVED_IN)
        process, prompts = consultation(path, kb)
        shown = read_prompts(prompts, chance.randint(1, len(TYPED)))
        time.sleep(chance.random() * LONGEST_WAIT)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        shown += read_prompts(prompts)
        os.close(prompts)
        answered = shown - 1
        text, kept = opened(path, kb)
        print(f"{number}: {answered} answered before the last prompt, {kept} kept")
        if not answered <= kept <= answered + 1:
            yield f"kill {number}: {answered} answers were taken, {kept} are kept"
        if number % 2 and [line for line in text.splitlines() if line[:2] != "  "] != (
            LIVED_IN.splitlines()
        ):
            yield f"kill {number}: lines that are no answers changed: {text}"
        if kept or number % 2:
            cases.append(path)
    if sorted(folder.iterdir()) != sorted(cases):
        yield f"left behind: {set(folder.iterdir()) - set(cases)}"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1]), int(sys.argv[2])))
    sys.exit("\n".join(found) or 0)
