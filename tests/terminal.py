"""Consultations in a real terminal, screen by screen: what is typed, and all that the person sees.

Each file of screens holds one or more sessions: a line of words for the command, what is typed at each
prompt (^C and ^D are keys), then the whole screen. Variables of the environment stand before a "$".
"""

import shlex
import sys
from pathlib import Path

import pexpect
from worlds import ROOT

KEYS = {"^C": "\x03", "^D": "\x04"}
UNDER_THE_HEAD = "-" * 10 + "\n"
BETWEEN_SESSIONS = "=" * 10 + "\n"
PROMPTS = ["> ", r"none\): "]


def shown(folder: Path, command: str, typed: list[str], **environment: str) -> str:
    """Run a command in a terminal of 80 columns, type at its prompts, and give all that it shows."""
    columns = int(environment.pop("COLUMNS", "80"))
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cli", *shlex.split(command)],
        cwd=str(folder),
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": "America/New_York",
            "NO_COLOR": "1",
            "PAGER": "cat",
        }
        | environment,
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=60,
    )
    seen = ""
    for line in typed:
        terminal.expect(PROMPTS)
        seen += terminal.before + terminal.after
        terminal.send(KEYS[line]) if line in KEYS else terminal.sendline(line)
    terminal.expect(pexpect.EOF)
    seen += terminal.before
    terminal.close()
    return seen.replace("\r\n", "\n")


def played(text: str, folder: Path, **environment: str) -> str:
    """Play the sessions of a file again, one after the other in one folder; give the file as it is now."""
    return BETWEEN_SESSIONS.join(
        _session(session.partition(UNDER_THE_HEAD)[0], folder, environment)
        for session in text.split(BETWEEN_SESSIONS)
    )


def _session(head: str, folder: Path, environment: dict[str, str]) -> str:
    first, *typed = head.splitlines()
    settings, _, command = first.rpartition("$ ")
    own = dict(setting.split("=", 1) for setting in settings.split())
    return head + UNDER_THE_HEAD + shown(folder, command, typed, **environment | own)
