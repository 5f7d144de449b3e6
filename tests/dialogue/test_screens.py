"""What a person sees of a consultation, whole, on the small base; `--golden` writes the screens anew."""

import pytest
from terminal import played, shown
from worlds import SMALL, TESTS

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


@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb", "ACCESSIBLE=1"])
def test_plain_terminals_are_shown_the_same(setting, folder):
    name, _, value = setting.partition("=")
    command = "--knowledge small consult --today 2026-11-22"
    typed = ["3", "?", "no", "back", "review", "", "later", ""]
    plain = shown(folder, command, typed, **{name: value})
    assert "Move the flight" in plain
    assert plain == shown(folder, command, typed)
