"""The trace: which rule fired, where it is written, on which facts."""

from pathlib import Path

import pytest
from conftest import CASES, ROOT

from engine.authoring import cases
from engine.consultation import casefile
from engine.language.entries import Branch

ANSWERS = {
    "stage": "rotations",
    "match_year": "2028",
    "step2_ck": 228,
    "step2_date": "since-2025-07",
    "specialty": "dermatology",
}


def test_a_conclusion_names_its_row_and_the_facts_that_matched(outcome_of):
    (firing,) = outcome_of(**ANSWERS).firings("conclusion", "category")
    line = (ROOT / firing.place.file).read_text().splitlines()[firing.place.line - 1]
    assert "gap: 21.." in line
    assert firing.facts == (("passed", "yes"), ("near_pass", "no"), ("gap", 22))
    assert firing.value == "C"


def test_a_branch_and_an_action_name_theirs(outcome_of):
    outcome = outcome_of(**ANSWERS, red_flags=["leave"])
    (branch,) = outcome.firings("branch", "standing")
    (action,) = outcome.firings("action", "flags-to-the-dean")
    assert branch.facts == (("category", "C"),)
    assert action.facts == (("red_flags", frozenset({"leave"})),)
    assert (
        "id: flags-to-the-dean"
        in (ROOT / action.place.file).read_text().splitlines()[action.place.line - 1]
    )


def test_an_assumed_chance_is_shown_as_assumed_not_as_a_fact(outcome_of):
    outcome = outcome_of(stage="match-week", matched="not_yet", gap_year="research")
    firings = outcome.firings("branch", "mw-8")
    assert [firing.facts for firing in firings] == [(), (), (), ()]
    assert {firing.assumed for firing in firings} == {("matched",)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_result_of_every_case_has_a_rule_in_a_file(kb, path):
    outcome = cases.run(casefile.load(path, kb), kb)
    taken = {id(step.branch) for step in outcome.path if step.branch}
    assert taken == {id(f.entry) for f in outcome.trace if isinstance(f.entry, Branch)}
    assert set(outcome.milestones) == {f.id for f in outcome.trace if f.kind == "milestone"}
    assert set(outcome.facts) == {f.id for f in outcome.trace if f.kind == "conclusion"}
    assert {one.action.id for one in outcome.actions} == {
        f.id for f in outcome.trace if f.kind == "action"
    }
    for firing in outcome.trace:
        assert (ROOT / Path(firing.place.file)).is_file()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_facts_of_a_firing_are_those_of_the_outcome(kb, path):
    outcome = cases.run(casefile.load(path, kb), kb)
    known = {**outcome.answers, **outcome.facts, **outcome.milestones}
    for firing in outcome.trace:
        assert all(known[name] == value for name, value in firing.facts)
