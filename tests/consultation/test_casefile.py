"""A case file: what is written reads back the same."""

import datetime

import pytest
from worlds import EVERY_CASE, base_of, called

from engine.consultation import casefile


@pytest.mark.parametrize("path", EVERY_CASE, ids=called)
def test_answers_written_as_a_case_read_back_the_same(path, tmp_path):
    kb = base_of(path)
    answers = casefile.load(path, kb).answers
    (tmp_path / "again.yaml").write_text(casefile.to_yaml(answers))
    assert casefile.load(tmp_path / "again.yaml", kb).answers == answers


def test_a_part_that_holds_nothing_is_empty(small, tmp_path):
    (tmp_path / "case.yaml").write_text("answers:\ndone: ~\nexpect: null\nwith_figures: {}\n")
    assert casefile.load(tmp_path / "case.yaml", small) == casefile.Case({}, name="case")


def test_what_was_done_at_an_hour_was_done_on_its_day(small, tmp_path):
    (tmp_path / "case.yaml").write_text("done: {block-it: 2026-11-22 21:00}\n")
    done = casefile.load(tmp_path / "case.yaml", small).done
    assert done == {"block-it": datetime.date(2026, 11, 22)}


def test_an_integer_needs_no_quotes_and_a_single_choice_no_list(small, tmp_path):
    (tmp_path / "case.yaml").write_text("answers: {days: '12', proofs: copy}\n")
    answers = casefile.load(tmp_path / "case.yaml", small).answers
    assert answers == {"days": 12, "proofs": frozenset({"copy"})}
