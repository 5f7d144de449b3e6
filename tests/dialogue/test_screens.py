"""Consultations in a real terminal, screen by screen: what is typed, and all that the person sees.

Each file of `tests/screens` is one: a line of words for the command, what is typed at each prompt
(^C and ^D are keys), then the whole screen. `--golden` writes the screens anew.
"""

import shlex
import sys
from pathlib import Path

import pexpect
import pytest
from conftest import ROOT

SCREENS = sorted((ROOT / "tests" / "screens").glob("*.txt"))
KEYS = {"^C": "\x03", "^D": "\x04"}
LINE = "-" * 10 + "\n"


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
        }
        | environment,
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=30,
    )
    seen = ""
    for line in typed:
        terminal.expect(["> ", r"none\): "])
        seen += terminal.before + terminal.after
        terminal.send(KEYS[line]) if line in KEYS else terminal.sendline(line)
    terminal.expect(pexpect.EOF)
    seen += terminal.before
    terminal.close()
    return seen.replace("\r\n", "\n")


def sessions(text: str):
    """Give each session of a file: its words, its environment, what is typed, the screen expected."""
    for part in text.split("=" * 10 + "\n"):
        head, screen = part.split(LINE, 1) if LINE in part else (part, "")
        words, *typed = head.splitlines()
        *environment, command = words.partition("$ ")[::2] if "$ " in words else ("", words)
        yield dict(one.split("=") for one in environment[0].split()), command, typed, screen


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_a_consultation_shows_just_this(path, tmp_path, request):
    found = []
    for environment, command, typed, _ in sessions(path.read_text()):
        head = "".join(f"{line}\n" for line in (_words(environment, command), *typed))
        found.append(head + LINE + shown(tmp_path, command, typed, **environment))
    whole = ("=" * 10 + "\n").join(found)
    if request.config.getoption("--golden"):
        path.write_text(whole)
    assert whole == path.read_text()
    assert "\x1b" not in whole


def _words(environment: dict[str, str], command: str) -> str:
    return (
        f"{' '.join(f'{k}={v}' for k, v in environment.items())}$ {command}"
        if environment
        else command
    )


@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb", "ACCESSIBLE=1"])
def test_plain_terminals_are_shown_the_same(setting, tmp_path):
    name, _, value = setting.partition("=")
    command, typed = (
        "consult --today 2026-11-22",
        ["6", "?", "no", "no", "back", "review", "", "research", ""],
    )
    assert shown(tmp_path, command, typed, **{name: value}) == shown(tmp_path, command, typed)
