"""Say what comes first: where a person stands, what to decide, what to do, what still runs."""

import datetime
from collections.abc import Iterator

import msgspec

from engine.consultation.moment import minute_of
from engine.consultation.now import at_hand
from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording
from engine.output.due import due_text, instant_of
from engine.output.shell import EXAMPLE, Shell

_RUNNING = datetime.timedelta(
    days=1
)  # how near a time is whose passing is said whatever comes first

_HIDDEN = "The rest of your plan is kept, and will be here when you want it"


class Opening(msgspec.Struct, frozen=True):
    """Hold what a plan opens with, in words; any part but the steps may be empty.

    `steps` are the actions that come next. With `alone` nothing else of the plan is shown, but
    `support` and the `clocks`: what lapses within a day, and by when. `support` comes before the
    rest in the whole plan too.
    """

    say: str = ""
    decide: str = ""
    steps: tuple[Recommendation, ...] = ()
    call: str = ""
    not_now: tuple[str, ...] = ()
    alone: bool = False
    support: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Name the actions that come next."""
        return frozenset(step.action.id for step in self.steps)

    def hidden(self, shell: Shell = EXAMPLE) -> str:
        """Say that there is more, and below that the command that shows it, to be copied."""
        return f"{_HIDDEN}:\n{shell.on_case('plan', '--all')}" if self.alone else ""

    @property
    def kept(self) -> str:
        """Say that there is more."""
        return f"{_HIDDEN}." if self.alone else ""


def opening(outcome: Outcome, whole: bool = False) -> Opening:
    """Give what a plan opens with; with `whole` nothing is held back."""
    by_id = {recommendation.action.id: recommendation for recommendation in outcome.actions}
    steps = tuple(by_id[name] for name in outcome.next)
    row = outcome.first
    if row is None:
        return Opening(steps=steps)
    alone = row.only and not whole
    return Opening(
        say=wording.filled(row.say, outcome),
        decide=wording.filled(row.decide, outcome),
        steps=steps,
        call=wording.filled(row.call, outcome),
        not_now=tuple(wording.filled(text, outcome) for text in row.not_now),
        alone=alone,
        support=outcome.kb.head.support if row.only else (),
        clocks=tuple(_clocks(outcome)) if alone else (),
    )


def _clocks(outcome: Outcome) -> Iterator[str]:
    """Say of each must that lapses within a day what it is and by when."""
    now = minute_of(outcome.today)
    for recommendation in outcome.actions:
        milestone = outcome.kb.milestones.get(recommendation.by)
        instant = instant_of(outcome, milestone) if milestone else None
        is_next = recommendation.action.id in outcome.next
        if now is None or instant is None or is_next or not at_hand(recommendation):
            continue
        if recommendation.action.strength == "must" and now < instant.ends <= now + _RUNNING:
            do = wording.called(outcome, recommendation.action)
            yield f"Still running, {due_text(outcome, recommendation)}: {do}"
