"""The advisors' own tests: what each case expects comes out."""

import pytest
from conftest import CASES

from engine.authoring import cases
from engine.consultation import casefile


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_answers_written_as_a_case_read_back_the_same(kb, path, tmp_path):
    answers = casefile.load(path, kb).answers
    (tmp_path / "again.yaml").write_text(casefile.to_yaml(answers))
    assert casefile.load(tmp_path / "again.yaml", kb).answers == answers


def test_a_choice_that_looks_like_a_number_needs_no_quotes(kb, tmp_path):
    (tmp_path / "case.yaml").write_text("answers: {match_year: 2027}\n")
    assert casefile.load(tmp_path / "case.yaml", kb).answers == {"match_year": "2027"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_expected(kb, path):
    one = casefile.load(path, kb)
    assert cases.unmet(one, cases.run(one, kb)) == ()
