"""Kill consultations at random moments, and say what is wrong with the case files they leave; `test_cli` runs it.

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
from engine.commands.session import Session
from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.language import loader
from engine.language.base import KnowledgeBase

TYPED = ("rotations", "2028", "us-md", "fine", "none", "228", "none", "dermatology", "1", "1", "2")


def consultation(path: Path, kb: KnowledgeBase) -> tuple[int, int]:
    """Start a consultation in a child; give its process and the pipe that its prompts come through."""
    lines, typing = os.pipe()
    prompts, asking = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(prompts)
        sys.stdin, sys.stderr = os.fdopen(lines), os.fdopen(asking, "w", buffering=1)
        # The base is read and its rules are ready: a child goes straight to its questions.
        cli.main(["consult", "--case", str(path)], obj=Session({loader.BUILT_IN: kb}))
    os.close(lines)
    os.close(asking)
    os.write(typing, "\n".join((*TYPED, "")).encode())
    os.close(typing)
    return process, prompts


def shown(prompts: int) -> int:
    """Count the prompts that a dead consultation had shown."""
    with os.fdopen(prompts, "rb") as pipe:
        return pipe.read().count(b"\n> ")


def faults(folder: Path, kills: int) -> Iterator[str]:
    kb, chance = loader.load(), random.Random(7)
    consult(kb, {})
    for number in range(kills):
        path = folder / f"me{number}.yaml"
        process, prompts = consultation(path, kb)
        time.sleep(chance.random() * 0.3)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        answered = max(0, shown(prompts) - 1)
        kept = casefile.load(path, kb).answers if path.exists() else {}
        print(f"{number}: {answered} answered before the last prompt, {len(kept)} kept")
        if not answered <= len(kept) <= answered + 1:
            yield f"kill {number}: {answered} answers were taken, {len(kept)} are kept"


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1]), int(sys.argv[2])))
    sys.exit("\n".join(found) or 0)
