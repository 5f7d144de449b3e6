"""However a consultation goes to and fro, it ends with the outcome that its final answers alone give."""

import pytest
import worlds
from draws import values
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.consultation.answers import plain
from engine.consultation.consult import consult, settle
from engine.dialogue import conversation
from engine.output import plan_json


def typed(value):
    shown = plain(value)
    return ", ".join(shown) if isinstance(shown, list) else str(shown)


class Consultation(RuleBasedStateMachine):
    """Answer, go back, change, quit and resume; `saved` is all that a case file would hold."""

    def __init__(self):
        super().__init__()
        self.kb = self.base()
        self.saved = {}
        self.outcome = settle(self.kb, {}, None)

    def session(self, *lines):
        """Resume from what was saved, type the lines, and quit."""
        waiting = iter(lines)

        def read(_):
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        try:
            conversation.converse(self.kb, self.saved, read, lambda _: None, self.keep)
        except conversation.Quit as stop:
            self.keep(stop.answers)
        self.outcome = settle(self.kb, self.saved, None)

    def keep(self, answers):
        self.saved = dict(answers)

    def other(self, name, data):
        """Draw an answer to a question, as a person types it."""
        return typed(data.draw(values(self.kb, self.kb.questions[name])))

    @precondition(lambda self: self.outcome.pending)
    @rule(data=st.data())
    def answer(self, data):
        pending = self.outcome.pending
        open_ = pending.is_chance and data.draw(st.booleans())
        self.session(typed("not_yet") if open_ else self.other(pending.id, data))

    @precondition(lambda self: self.outcome.pending)
    @rule(words=st.lists(st.sampled_from(["why", "?", "support", "nonsense 99", ""]), max_size=2))
    def ask_aside(self, words):
        before = dict(self.saved)
        self.session(*words)
        assert self.saved == before

    @precondition(lambda self: not self.outcome.pending)
    @rule()
    def start_over(self):
        self.saved = {}
        self.outcome = settle(self.kb, {}, None)

    @precondition(lambda self: self.outcome.pending and self.outcome.answers)
    @rule(data=st.data(), times=st.integers(1, 3))
    def go_back_and_change(self, data, times):
        asked = [
            name for name in self.kb.questions if name in self.saved and name in self.outcome.asked
        ]
        self.session(*["back"] * min(times, len(asked)), self.other(asked[-1], data), "")

    @precondition(lambda self: self.outcome.pending and self.outcome.answers)
    @rule(data=st.data())
    def review_and_change(self, data):
        names = [name for name in self.outcome.asked if name in self.outcome.answers]
        number = data.draw(st.integers(1, len(names)))
        self.session("review", str(number), self.other(names[number - 1], data))

    @invariant()
    def the_outcome_is_that_of_the_answers_alone(self):
        alone = consult(self.kb, self.outcome.answers)
        assert plan_json.to_json(alone) == plan_json.to_json(self.outcome)
        assert self.outcome.answers.items() <= self.saved.items()


class SmallConsultation(Consultation):
    base = staticmethod(worlds.small)


class ShippedConsultation(Consultation):
    base = staticmethod(worlds.shipped)


TestSmallConsultation = SmallConsultation.TestCase
TestSmallConsultation.settings = settings(max_examples=worlds.EXAMPLES, stateful_step_count=20)

TestShippedConsultation = pytest.mark.long(ShippedConsultation.TestCase)
TestShippedConsultation.settings = settings(max_examples=20, stateful_step_count=20)
