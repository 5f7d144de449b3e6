"""What a person sees of a consultation, whole, on the small base; `--golden` writes the screens anew."""

import re

import pytest
from terminal import played, shown
from worlds import SMALL, TESTS

from engine.commands.terminal import say

SCREENS = sorted((TESTS / "screens").glob("*.txt"))


@pytest.fixture
def folder(tmp_path):
    """An empty folder with the small base in it, so that its files have short names."""
    (tmp_path / "small").symlink_to(SMALL)
    return tmp_path


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_a_consultation_shows_just_this(path, folder, as_expected):
    screens = played(path.read_text(), folder, MATCHPATH_KNOWLEDGE="small")
    assert "\x1b" not in screens
    as_expected(screens, path)


WORDS = "--knowledge small consult --today 2026-11-22"
TYPED = ["3", "?", "no", "x", "back", "review", "", "later", ""]
LOOK = re.compile(r"\x1b\[[\d;]*m")


def test_a_screen_that_shows_looks_is_dressed_and_says_the_same(folder):
    dressed = shown(folder, WORDS, TYPED, NO_COLOR="")
    assert "\x1b[1mWhere are you now?\x1b[0m\n" in dressed
    assert "\x1b[2mReport it · step 1 of 2\x1b[0m\n" in dressed
    assert "\x1b[32m  Where you are: At the airport\x1b[0m\n" in dressed
    assert '\x1b[31m\x1b[1m"x" is none of the answers. Choose 1 to 2.\x1b[0m\n' in dressed
    assert LOOK.sub("", dressed) == shown(folder, WORDS, TYPED)


@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb", "ACCESSIBLE=1"])
def test_plain_terminals_are_shown_no_looks(setting, folder):
    name, _, value = setting.partition("=")
    plain = shown(folder, WORDS, TYPED, **{"NO_COLOR": "", name: value})
    assert "Move the flight" in plain
    assert "\x1b" not in plain


def test_an_address_stays_whole_however_narrow_the_screen(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    say("  For it: It is common. (A book, study: https://example.org/a-long-way/to-the-page)")
    assert capsys.readouterr().err == (
        "  For it: It is common. (A book, study:\n"
        "     https://example.org/a-long-way/to-the-page)\n"
    )
