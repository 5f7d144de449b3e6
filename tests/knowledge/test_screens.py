"""Two consultations on the shipped base as a person sees them, whole; `--golden` writes them anew."""

from pathlib import Path

import pytest
from terminal import played

SCREENS = sorted((Path(__file__).parent / "screens").glob("*.txt"))


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_a_consultation_shows_just_this(path, tmp_path, as_expected):
    as_expected(played(path.read_text(), tmp_path), path)
