"""The advisors' own tests: what each case expects comes out."""

import pytest
from worlds import CASES, outcome_of_case

from engine.authoring import cases
from engine.consultation import casefile


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_expected(kb, path):
    assert cases.unmet(casefile.load(path, kb), outcome_of_case(path)) == ()


def test_a_choice_that_looks_like_a_number_needs_no_quotes(kb, tmp_path):
    (tmp_path / "case.yaml").write_text("answers: {match_year: 2027}\n")
    assert casefile.load(tmp_path / "case.yaml", kb).answers == {"match_year": "2027"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_answers_nothing_that_is_not_asked(path):
    problems = outcome_of_case(path).problems
    assert problems == ()
