"""The trace: which rule fired, where it is written, on which facts."""

from pathlib import Path

import pytest
from worlds import ROOT, SOME_CASES, called, outcome_of_case, small_case

from engine.language.entries import Branch

EACH = pytest.mark.parametrize("path", SOME_CASES, ids=called)


def line_of(place):
    return (ROOT / place.file).read_text().splitlines()[place.line - 1]


def test_a_conclusion_names_its_row_and_the_facts_that_matched():
    (firing,) = outcome_of_case(small_case("late-abroad")).firings("conclusion", "hurry")
    assert "slack: ..-1" in line_of(firing.place)
    assert (firing.facts, firing.value) == ((("slack", -6),), "late")


def test_a_branch_and_an_action_name_theirs():
    outcome = outcome_of_case(small_case("late-abroad"))
    (branch,) = outcome.firings("branch", "time")
    (action,) = outcome.firings("action", "witnesses")
    assert "hurry: [tight, late, unknown]" in line_of(branch.place)
    assert branch.facts == (("hurry", "late"),)
    assert "id: witnesses" in line_of(action.place)
    assert action.facts == (("proofs", frozenset({"none"})), ("holidays", "ahead"))


def test_an_assumed_chance_is_shown_as_assumed_not_as_a_fact():
    firings = outcome_of_case(small_case("airport-waiting")).firings("branch", "outcome")
    assert [firing.facts for firing in firings] == [(), ()]
    assert {firing.assumed for firing in firings} == {("found",)}


@EACH
def test_every_result_has_a_rule_in_a_file(path):
    outcome = outcome_of_case(path)
    taken = {id(step.branch) for step in outcome.path if step.branch}
    assert taken == {id(f.entry) for f in outcome.trace if isinstance(f.entry, Branch)}
    assert set(outcome.milestones) == {f.id for f in outcome.trace if f.kind == "milestone"}
    assert set(outcome.facts) == {f.id for f in outcome.trace if f.kind == "conclusion"}
    assert {one.action.id for one in outcome.actions} == {
        f.id for f in outcome.trace if f.kind == "action"
    }
    for firing in outcome.trace:
        assert (ROOT / Path(firing.place.file)).is_file()


@EACH
def test_the_facts_of_a_firing_are_those_of_the_outcome(path):
    outcome = outcome_of_case(path)
    known = {**outcome.answers, **outcome.facts, **outcome.milestones}
    for firing in outcome.trace:
        assert all(known[name] == value for name, value in firing.facts)
