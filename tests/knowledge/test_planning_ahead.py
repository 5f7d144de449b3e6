"""Planning ahead equals the merge of the consultations with each choice answered."""

from itertools import product

from draws import complete
from hypothesis import given
from hypothesis import strategies as st
from worlds import PATIENT, shipped

from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.inference import ways

KB = shipped()


def merged(outcome: Outcome, combination: dict[str, str]) -> tuple[set, set]:
    def holds(found: tuple) -> bool:
        return not found or any(ways.holds(way, combination) for way in found)

    steps = {
        (step.node.id, step.branch and step.branch.label)
        for step in outcome.path
        if holds(step.ways)
    }
    return steps, {one.action.id for one in outcome.actions if holds(one.ways)}


@PATIENT
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
        if after.pending is not None:
            continue  # the score of a passed retake: nobody can tell it ahead
        assert merged(ahead, world) == merged(after, {})


@PATIENT
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
