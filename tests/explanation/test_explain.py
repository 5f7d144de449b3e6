"""It explains itself: how, why not, what if. Every claim is held against the trace, or run again."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_base import base
from worlds import (
    EVERY_CASE,
    FOUR,
    LONG,
    PATIENT,
    SAMPLE,
    SMALL_CASES,
    SOME_CASES,
    TWO,
    called,
    outcome_of_case,
    shipped_case,
    small_case,
)

from engine.consultation.consult import consult, settle
from engine.explanation import change, how, levers, nearest, unknowns, why_not
from engine.explanation.levers import can_become
from engine.language.entries import Branch, Node
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN
from engine.output import explanation_text, levers_text

STRONG = ("must", "avoid")
EACH = pytest.mark.parametrize("path", SOME_CASES, ids=called)


def some(names):
    """Run on the small cases and some of the shipped ones, by `make test-long` on all."""
    few = (*SMALL_CASES, *map(shipped_case, names))
    return pytest.mark.parametrize("path", EVERY_CASE if LONG else few, ids=called)


# How


@EACH
def test_every_chain_ends_in_answers_and_names_the_rules_that_fired_for_it_and_no_other(path):
    outcome = outcome_of_case(path)
    start = outcome.kb.start.id
    for kind in ("conclusion", "node", "action"):
        for result in how.came_out(outcome, kind):
            chain = how.how(outcome, kind, result)
            fired = [firing for firing in outcome.trace if firing in chain.firings]
            assert list(chain.firings) == fired
            made = {firing.id for firing in fired if firing.kind in ("conclusion", "milestone")}
            reached = {f.entry.go for f in fired if isinstance(f.entry, Branch)} | {start}
            rests_on = {fact for firing in fired for fact, _ in firing.facts}
            stands_at = {firing.node for firing in fired if firing.node}
            waits_at = {
                f.entry.id for f in fired if f.kind == "not-yet" and isinstance(f.entry, Node)
            }
            assumed = {question for firing in fired for question in firing.assumed}
            # Nothing is missing: what each rule rested on was answered, or was made by another of them.
            assert dict(chain.answers).items() <= outcome.answers.items()
            assert rests_on <= made | dict(chain.answers).keys()
            assert stands_at <= reached
            assert assumed <= {f.id for f in fired if f.kind == "not-yet"}
            # Nothing is there without need: what each rule made is used, or is what was asked.
            assert made <= rests_on | {result}
            assert reached - {start} <= stands_at | waits_at | {result}
            assert set(dict(chain.answers)) <= rests_on


@EACH
def test_of_the_turns_alone_nothing_is_missing_but_branches_beside_which_all_lead_the_same_way(
    path,
):
    outcome = outcome_of_case(path)
    for kind in ("conclusion", "node", "action"):
        for result in how.came_out(outcome, kind):
            whole = how.how(outcome, kind, result)
            chain = how.how(outcome, kind, result, turns_alone=True)
            assert set(map(id, chain.firings)) <= set(map(id, whole.firings))
            made = {f.id for f in chain.firings if f.kind in ("conclusion", "milestone")}
            rests_on = {fact for firing in chain.firings for fact, _ in firing.facts}
            assert rests_on <= made | dict(chain.answers).keys() <= rests_on | {result}


def test_an_explanation_of_a_step_says_at_which_turns_it_could_have_been_missed(tmp_path):
    kb = base(
        """
        questions:
          - {id: wet, ask: x, label: Wet, type: yes-no}
          - {id: far, ask: x, label: Far, type: yes-no}
        nodes:
          - {id: start, title: Start, branches: [{when: {wet: yes}, label: wet, go: hat}, {when: {wet: no}, label: dry, go: hat}]}
          - {id: hat, title: Hat, branches: [{when: {far: yes}, label: far, go: bus}, {when: {far: no}, label: near, go: home}]}
          - {id: bus, title: Bus, branches: [{label: x, go: home}]}
          - {id: home, title: Home, end: residency}
        actions:
          - {id: ride, at: bus, do: Ride, how: x, because: x, strength: must}
        """,
        tmp_path,
    )
    outcome = consult(kb, {"wet": "yes", "far": "yes"})
    whole = [firing.id for firing in how.how(outcome, "action", "ride").firings]
    turns = how.how(outcome, "action", "ride", turns_alone=True)
    assert whole == ["start", "hat", "ride"]
    assert [firing.id for firing in turns.firings] == ["hat", "ride"]
    assert turns.answers == (("far", "yes"),)


def test_an_answer_explains_itself():
    outcome = outcome_of_case(small_case("late-abroad"))
    assert how.how(outcome, "answer", "police").answers == (("police", "asked"),)


@some(FOUR)
def test_an_explanation_never_shows_a_value_as_the_program_writes_it(path):
    outcome = outcome_of_case(path)
    text = explanation_text.overview_text(
        outcome, "matchpath explain me.yaml"
    ) + levers_text.levers_text(outcome)
    assert text
    joined = [name for name in outcome.kb.facts if "_" in name]
    for alien in ("frozenset", "{", "'}", "Atom", "not_yet", *joined):
        assert alien not in text


# Why not


@EACH
def test_every_action_that_is_absent_names_a_condition_that_failed(path):
    outcome = outcome_of_case(path)
    present = how.came_out(outcome, "action")
    for action in outcome.kb.actions:
        if action not in present:
            failed = why_not.failed(outcome, "action", action)
            # Beyond a question that is still open nothing has failed yet.
            assert failed or outcome.pending, action
            assert all(not one.test(outcome.known.get(one.name)) for one in failed)


@cache
def absent_from(paths):
    """Pair cases with the actions that did not come out for them."""
    return [
        (path, action)
        for path in paths
        for action in outcome_of_case(path).kb.actions
        if action not in how.came_out(outcome_of_case(path), "action")
    ]


def changed_by_a_lever(outcome):
    """Give the outcome of each single answer that a person can still bring about, choices alone."""
    for question in map(outcome.kb.questions.get, outcome.answers):
        for value in question.words if question.type in ("choice", "yes-no") else ():
            if value != outcome.answers[question.id] and can_become(outcome, question, value):
                yield change.instead_at_a_glance(outcome, {question.id: value})


def is_brought_by_the_change_proposed(path, action):
    """Tell whether a proposal brings an action by what can be changed; where there is none, no
    single change may bring it either."""
    outcome = outcome_of_case(path)
    proposed = nearest.nearest(outcome, "action", action)
    if proposed is None:
        return not any(action in one.recommended for one in changed_by_a_lever(outcome))
    for name, value in proposed.changed.items():
        assert can_become(outcome, outcome.kb.questions[name], value)
    assert not proposed.changed.keys() & proposed.added.keys()
    answers = {**outcome.answers, **proposed.changed, **proposed.added}
    after = settle(outcome.kb, answers, outcome.today)
    return action in how.came_out(after, "action")


def test_every_change_proposed_brings_the_action():
    for path, action in absent_from(SMALL_CASES):
        assert is_brought_by_the_change_proposed(path, action), (path.stem, action)


@PATIENT
@given(st.data())
def test_a_change_proposed_in_a_large_base_brings_the_action(data):
    path, action = data.draw(st.sampled_from(absent_from(SAMPLE)))
    assert is_brought_by_the_change_proposed(path, action)


def test_a_node_that_is_not_reached_can_be_asked_about_too():
    outcome = outcome_of_case(small_case("late-abroad"))
    assert nearest.nearest(outcome, "node", "stay").changed == {"way": "later"}
    assert "That is yours to choose." in explanation_text.why_not_text(outcome, "node", "stay")


# Levers


@cache
def levers_of(path):
    return levers.levers(outcome_of_case(path))


def outcomes_by_hand(outcome):
    """Settle each answer that a lever can lead to, one at a time; numbers aside."""
    by_hand = {}
    for question in map(outcome.kb.questions.get, outcome.asked):
        for lever in question.can_change if outcome.answers.get(question.id) else ():
            possible = lever.to or (question.words if question.type == "choice" else ())
            now = outcome.answers[question.id]
            possible = possible[: possible.index(now)] if now in lever.to else possible
            if outcome.holds(lever.when):
                for value in set(possible) - {now, UNKNOWN, DECLINED, NOT_YET, NONE}:
                    answers = {**outcome.answers, question.id: value}
                    by_hand[question.id, value] = settle(outcome.kb, answers, outcome.today)
    return by_hand


@some(TWO)
def test_levers_are_true_and_none_is_missing(path):
    outcome = outcome_of_case(path)
    kb = outcome.kb
    found = {(one.question.id, one.value): one for one in levers_of(path)}
    by_hand = outcomes_by_hand(outcome)
    here = {one.action for one in outcome.actions}
    strong = {action for action in here if action.strength in STRONG}
    for key, after in by_hand.items():
        there = {one.action for one in after.actions}
        lifted = strong - there if after.pending is None else set()
        concluded = [
            after.facts[name] != outcome.facts.get(name)
            for name in kb.head.headline
            if name in after.facts
        ]
        if lifted or any(concluded):
            assert key in found, key
        if key in found:
            effect = found[key].effect
            assert set(effect.relieves) <= strong - there
            assert set(effect.came) == there - here
            for fact, before, then in effect.facts:
                assert (outcome.facts.get(fact), after.facts.get(fact)) == (before, then)
    assert {key for key in found if kb.questions[key[0]].type != "integer"} <= by_hand.keys()


@some(FOUR)
def test_nothing_is_suggested_that_cannot_be_changed(path):
    outcome = outcome_of_case(path)
    for option in levers_of(path):
        assert option.lever in option.question.can_change
        assert outcome.holds(option.lever.when)


@some(FOUR)
def test_no_change_that_eases_things_is_passed_over(path):
    outcome = outcome_of_case(path)
    easing = [(one.question.id, one.value) for one in levers.easing(outcome)]
    assert easing == [(one.question.id, one.value) for one in levers_of(path) if one.eases(outcome)]


def test_of_a_number_the_smallest_change_with_an_effect_is_named():
    outcome = outcome_of_case(small_case("late-abroad"))
    (days,) = [one for one in levers.levers(outcome) if one.question.id == "days"]
    assert (days.value, days.effect.facts[-1]) == (20, ("hurry", "late", "tight"))
    one_less = settle(outcome.kb, {**outcome.answers, "days": 19}, outcome.today)
    assert one_less.facts["hurry"] == "late"


def test_a_lever_says_how_long_it_takes_and_whether_there_is_time():
    text = levers_text.levers_text(outcome_of_case(small_case("late-abroad")))
    said = " ".join(text.split())
    assert "It takes about 1 week. Have it done before the counter closes for the holidays." in said
    places = [said.index(part) for part in ("What you can still change", "Days left, now 14")]
    assert places == sorted(places)


# What is not known


@EACH
def test_the_unknowns_that_would_matter_are_told_from_those_that_would_not(path):
    outcome = outcome_of_case(path)
    found = unknowns.unknowns(outcome)
    assert {one.question.id for one in found} == {
        name for name in outcome.asked if outcome.answers.get(name) in (UNKNOWN, DECLINED)
    }
    for one in found:
        matters = False
        for value in change.every_answer(outcome, one.question):
            effect = change.effect(outcome, change.instead(outcome, {one.question.id: value}))
            matters = matters or effect.matters(outcome)
        assert matters == bool(one.options)
