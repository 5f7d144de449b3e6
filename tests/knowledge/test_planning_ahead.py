"""Planning ahead equals the merge of the consultations with each choice answered."""

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.inference import ways
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.loader import load
from engine.language.words import DECLINED, NONE, UNKNOWN

KB = load()


def values(question: Question):
    if question.type == "integer":
        edges = [200, 203, 208, 209, 217, 218, 220, 221, 224, 225, 230, 239, 240, 250]
        fitting = [n for n in edges if (question.min or 0) <= n <= (question.max or n)] or [
            question.min,
            question.max,
        ]
        return st.sampled_from(fitting)
    words = [word for word in question.words if word not in (UNKNOWN, DECLINED, "not_yet")]
    if question.type == "choices":
        several = st.frozensets(st.sampled_from([w for w in words if w != NONE]), min_size=1)
        return st.one_of(
            several,
            st.just(frozenset({NONE})),
            *([st.sampled_from(question.allow)] if question.allow else []),
        )
    return st.sampled_from([*words, *question.allow])


def complete(
    kb: KnowledgeBase, data: st.DataObject, known: dict, today: date | None = None
) -> dict:
    """Answer whatever is asked until nothing is; chances are left to the world."""
    answers = dict(known)
    while (pending := consult(kb, answers, today).pending) is not None:
        answers[pending.id] = (
            "not_yet" if pending.is_chance else data.draw(values(pending), label=pending.id)
        )
    return answers


def merged(outcome: Outcome, combination: dict[str, str]) -> tuple[set, set]:
    def holds(found: tuple) -> bool:
        return not found or any(ways.holds(way, combination) for way in found)

    steps = {
        (step.node.id, step.branch and step.branch.label)
        for step in outcome.path
        if holds(step.ways)
    }
    return steps, {one.action.id for one in outcome.actions if holds(one.ways)}


@settings(max_examples=20)
@given(data=st.data())
def test_a_plan_made_ahead_is_the_merge_of_the_plans_made_afterwards(data):
    answers = complete(KB, data, {})
    ahead = consult(KB, answers)
    choices = KB.chances
    open_chances = [name for name in choices if name in ahead.not_yet]
    combinations = list(product(*(choices[name] for name in open_chances)))
    for combination in data.draw(
        st.lists(st.sampled_from(combinations), min_size=1, max_size=6, unique=True)
    ):
        world = dict(zip(open_chances, combination, strict=True))
        after = consult(KB, {**answers, **world})
        assert after.pending is None
        assert merged(ahead, world) == merged(after, {})


@settings(max_examples=20)
@given(data=st.data())
def test_every_consultation_ends_and_every_step_and_action_has_its_reason(data):
    outcome = consult(KB, complete(KB, data, {}))
    assert all(step.branch or not step.node.branches for step in outcome.path)
    for step in outcome.path:
        if step.branch:
            assert any(f.entry is step.branch for f in outcome.trace)
    for one in outcome.actions:
        assert outcome.firings("action", one.action.id)
    for name in outcome.facts:
        assert outcome.firings("conclusion", name)
