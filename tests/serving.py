"""Pages served as a person has them: the command in a process of its own, ended by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from worlds import ROOT

SAYS = (
    r"Open (http://127\.0\.0\.1:(\d+)/[\w-]{22}/) in a browser on this machine\. Ctrl-C ends it\.\n"
)


@contextmanager
def served(knowledge: Path, *words: str):
    """Serve a base on a day; give the address, and the process."""
    command = [sys.executable, "-m", "cli", "--knowledge", str(knowledge), "serve", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--today", "2026-11-22", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=_hear_ctrl_c,
    )  # fmt: skip
    try:
        said = process.stderr.readline()
        yield re.fullmatch(SAYS, said)[1], process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()


def _hear_ctrl_c():
    """Undo what a shell does to what it runs in the background, and all that starts from there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
