"""Speak with the person at the terminal: say, read, give results, fail."""

import codecs
import io
import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import NoReturn

import click

from engine import outside
from engine.errors import MatchpathError
from engine.output.layout import WIDTH

WRONG_USE = 2
NARROWEST = 30  # columns; a terminal that says it has fewer is not believed

# What a terminal without UTF-8 is given in place of typographic signs.
_PLAIN = {"“": '"', "”": '"', "’": "'", "…": "...", "–": "-", "·": "-", "×": "x"}


def allow_any_encoding() -> None:
    """Let the streams show plain signs where theirs can't show typographic ones."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in part), error.end


def fail(message: str) -> NoReturn:
    """Say what is wrong and exit 2: wrong use."""
    click.echo(message, err=True)
    sys.exit(WRONG_USE)


def width() -> int:
    """Give the columns that text may fill here."""
    return min(WIDTH, max(NARROWEST, shutil.get_terminal_size().columns - 1))


def say(text: str) -> None:
    """Say something beside the results, wrapped; it goes to stderr."""
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 3) if line.startswith(" ") else ""
        click.echo(textwrap.fill(line, width(), subsequent_indent=indent), err=True)


def read(prompt: str) -> str:
    """Ask on stderr and read one line. Raises EOFError at the end of the input."""
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def reading_while(prepare: Callable[[], object]) -> Callable[[str], str]:
    """Give what reads a line; `prepare` runs while the first one is being typed."""

    def prepare_quietly() -> None:
        with suppress(MatchpathError):  # said when the rules are run
            prepare()

    preparing = Thread(target=prepare_quietly, daemon=True)
    started = False

    def read_line(prompt: str) -> str:
        nonlocal started
        click.echo(prompt, nl=False, err=True)
        if not started:
            preparing.start()
            started = True
        return read("")

    return read_line


def give_json(value: object) -> None:
    """Give plain data on stdout, as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def write(path: Path, data: bytes) -> None:
    """Write a file whole, and say so. Raises CaseError where it can't be written."""
    outside.write_whole(path, data)
    say(f"Written: {path}")
