"""A base that can't be used: every mistake of `tests/bad`, with its place, the fault and what to do.

Each file stands in for the file of `tests/good` that starts with the same key; what is said about it
stands beside it, and `--golden` writes that anew.
"""

import shutil
from datetime import date

import pytest
import worlds
from worlds import TESTS

from engine.checking import check
from engine.errors import KnowledgeError
from engine.language import loader

GOOD = TESTS / "good"
BAD = sorted((TESTS / "bad").glob("*.yaml"))
TODAY = date(2026, 11, 22)
REPLACED = {"title": "base.yaml", "phase": "one.yaml"}  # by the key that a file starts with


def problems(folder):
    try:
        return check.check(loader.load(folder), TODAY)
    except KnowledgeError as error:
        return error.problems


@pytest.mark.parametrize(
    "folder", [GOOD, worlds.SMALL, TESTS / "laptop"], ids=lambda folder: folder.name
)
def test_the_bases_that_the_tests_run_on_have_no_problem(folder):
    assert problems(folder) == ()


def test_the_shipped_base_has_no_problem_and_no_warning(kb):
    assert check.check(kb, TODAY) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_mistake_has_its_message(tmp_path, path, as_expected):
    folder = shutil.copytree(GOOD, tmp_path / "base")
    lines = path.read_text().splitlines()
    first_key = next((line.partition(":")[0] for line in lines if line[:1].isalpha()), "phase")
    shutil.copy(path, folder / REPLACED.get(first_key, "lists.yaml"))
    said = "".join(f"{problem}\n" for problem in problems(folder))
    assert said
    as_expected(said.replace(f"{folder}/", "base/"), path.with_suffix(".txt"))


@pytest.mark.parametrize(("day", "codes"), [(21, []), (20, ["future-date"])])
def test_a_source_checked_tomorrow_is_no_fault_since_it_is_that_day_elsewhere(day, codes):
    said = check.check(loader.load(GOOD), date(2026, 11, day))
    assert [problem.code for problem in said] == codes
