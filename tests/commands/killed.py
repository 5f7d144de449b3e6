"""Kill consultations at random moments, and say what is wrong with the case files they leave; `test_killed` runs it.

One process has the rules ready and forks, so that two hundred kills take seconds: each child is a whole
`matchpath consult`, which reads typed lines from a pipe and writes its prompts to another.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cli
from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.language import loader
from engine.language.base import KnowledgeBase

BASE = Path(__file__).resolve().parents[1] / "small"
TYPED = ("abroad", "asked", "calm", "14", "ruritania", "none", "emergency")
LONGEST_WAIT = 0.01  # seconds from a prompt to the kill; an answer takes about as long
PROMPT = b"\n> "


def consultation(path: Path, kb: KnowledgeBase) -> tuple[int, int]:
    """Start a consultation in a child; give its process and the pipe that its prompts come through."""
    lines, typing = os.pipe()
    prompts, asking = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(prompts)
        sys.stdin, sys.stderr = os.fdopen(lines), os.fdopen(asking, "w", buffering=1)
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        # The base is read and its rules are ready: a child goes straight to its questions.
        cli.main(["--knowledge", str(BASE), "consult", "--case", str(path)], obj={BASE: kb})
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


def faults(folder: Path, kills: int) -> Iterator[str]:
    kb, chance = loader.load(BASE), random.Random(7)
    consult(kb, {})
    for number in range(kills):
        path = folder / f"me{number}.yaml"
        process, prompts = consultation(path, kb)
        shown = read_prompts(prompts, chance.randint(1, len(TYPED)))
        time.sleep(chance.random() * LONGEST_WAIT)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        shown += read_prompts(prompts)
        os.close(prompts)
        answered = shown - 1
        kept = casefile.load(path, kb).answers if path.exists() else {}
        print(f"{number}: {answered} answered before the last prompt, {len(kept)} kept")
        if not answered <= len(kept) <= answered + 1:
            yield f"kill {number}: {answered} answers were taken, {len(kept)} are kept"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1]), int(sys.argv[2])))
    sys.exit("\n".join(found) or 0)
