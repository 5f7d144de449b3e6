"""Speak with the person at the terminal: say, read, give results, fail.

All that goes to a screen goes through `tell`, `give` or a prompt here, and so through `visible`.
"""

import codecs
import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import click

from engine import outside
from engine.commands import alive
from engine.errors import CaseError
from engine.output.layout import WIDTH, Role, Said, wrapped

WRONG_USE = 2
NARROWEST = 30  # columns; a terminal that says it has fewer is not believed
_PAGER = "RPsSpace goes on, q leaves$"  # for less: looks kept, and a prompt that says the keys
LONGEST_LINE = 4_096  # bytes typed at once; what a terminal passes on

# Control signs but tab and line feed (and the carriage return before one, as calendars have it),
# marks of direction, line separators, and halves of signs, which stand for bytes that are no text.
_STEERING = re.compile(
    "\r(?!\n)|[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

# What a terminal without UTF-8 is given in place of typographic signs.
_PLAIN = {"“": '"', "”": '"', "’": "'", "…": "...", "–": "-", "·": "-", "×": "x"}


# How each role looks on a screen that shows it; what it says stands in its words.
_LOOKS: Mapping[Role, Mapping[str, Any]] = {
    "plain": {},
    "heading": {"dim": True},
    "question": {"bold": True},
    "help": {"dim": True},
    "answer": {"fg": "green"},
    "error": {"fg": "red", "bold": True},
}


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
    tell(message, "error")
    sys.exit(WRONG_USE)


def tell(text: str, role: Role = "plain") -> None:
    """Say something on stderr, line by line as it is; nobody there to hear it is no fault."""
    lines = [_dressed(line, role) for line in visible(text).split("\n")]
    alive.end()
    with suppress(CaseError):
        outside.write_error("\n".join(lines) + "\n")


def _dressed(line: str, role: Role) -> str:
    """Give a line the look of its role, where what is said goes to a screen that shows looks."""
    look = _LOOKS[role]
    return click.style(line, **look) if look and line and outside.is_dressed() else line


def give(text: str, nl: bool = True) -> None:
    """Give a result on stdout. Raises CaseError where it can't be written."""
    alive.end()
    outside.write_output(visible(text) + "\n" * nl)


def give_long(text: str) -> None:
    """Give a result on stdout; one longer than the screen through a pager, where a person reads.

    Raises CaseError where it can't be written.
    """
    lines = text.count("\n")
    is_read = outside.is_typed() and outside.is_screen() and outside.is_dressed()
    if is_read and lines >= shutil.get_terminal_size().lines:
        alive.end()
        outside.tell_library("LESS", _PAGER)
        click.echo_via_pager(visible(text).removesuffix("\n"))  # which adds one
    else:
        give(text, nl=False)


def visible(text: str) -> str:
    """Make signs that steer a terminal, or hide what is written, into signs that are seen.

    They come in answers, names of files and bases of strangers. What is written for them is what
    JSON writes, so that JSON stays JSON.
    """
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def quoted(path: Path) -> str:
    """Write a path as a shell takes it for a path: no option, no second word, no command."""
    name = f"./{path}" if str(path).startswith("-") else str(path)
    if visible(name) == name:
        return shlex.quote(name)
    data = name.encode("utf-8", "surrogateescape")
    return "$'" + "".join(map(_byte_quoted, data)) + "'"


def _byte_quoted(byte: int) -> str:
    return chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"\\x{byte:02x}"


def width() -> int:
    """Give the columns that text may fill here."""
    return min(WIDTH, max(NARROWEST, shutil.get_terminal_size().columns - 1))


def say(text: str) -> None:
    """Say something beside the results, wrapped, in the look of its role; it goes to stderr."""
    columns = width()
    role: Role = text.role if isinstance(text, Said) else "plain"
    lines: list[str] = []
    for line in visible(text).split("\n"):
        indent = len(line) - len(line.lstrip()) + 3 if line.startswith(" ") else 0
        lines += wrapped(line, columns, indent)
    tell("\n".join(lines), role)


def read(prompt: str) -> str:
    """Ask on stderr and read one line; one that is no text is told, and asked for again.

    Raises EOFError at the end of the input, CaseError where nobody can be asked.
    """
    _ask(prompt)
    return _line(prompt)


def _ask(prompt: str) -> None:
    alive.end()
    outside.write_error(visible(prompt))


def _line(prompt: str) -> str:
    while True:
        try:
            return outside.read_line(LONGEST_LINE)
        except ValueError as error:
            say(str(error))
        _ask(prompt)


def reading_while(prepare: Callable[[], object]) -> Callable[[str], str]:
    """Give what reads a line; `prepare` runs while the first one is being typed."""

    def prepare_quietly() -> None:
        with suppress(Exception):  # whatever it is: said when the rules are run
            prepare()

    preparing = Thread(target=prepare_quietly, daemon=True)

    def read_line(prompt: str) -> str:
        _ask(prompt)
        if preparing.ident is None:
            preparing.start()
        return _line(prompt)

    return read_line


def give_json(value: object) -> None:
    """Give plain data on stdout, as JSON."""
    give(json.dumps(value, indent=2, ensure_ascii=False))


def write(path: Path, data: bytes) -> None:
    """Write a file whole, and say so. Raises CaseError where it can't be written."""
    outside.write_whole(path, data)
    say(f"Written: {path}")
