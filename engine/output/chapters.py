"""Order the steps of a plan by phase: musts, others, what hangs on chance, what to leave alone."""

from collections.abc import Collection

import msgspec

from engine.consultation.outcome import Outcome, Recommendation
from engine.language.entries import Phase
from engine.output.due import short_text
from engine.output.opening import Opening
from engine.output.plan_parts import by_time, is_far


class Chapter(msgspec.Struct, frozen=True, eq=False):
    """Hold the steps of one phase that are not done and don't stand at the head of the plan.

    `musts` and `others` are certain, the first to do first; `open_` hang on chance, in the order
    of the tree.
    """

    phase: Phase
    musts: tuple[Recommendation, ...]
    others: tuple[Recommendation, ...]
    open_: tuple[Recommendation, ...]

    @property
    def steps(self) -> tuple[Recommendation, ...]:
        """Give all of them."""
        return (*self.musts, *self.others, *self.open_)


def chapters(outcome: Outcome, first: Opening, whole: bool = False) -> list[Chapter]:
    """Give a chapter for each phase on the path; what comes `first` is left out.

    So is, unless the `whole` plan is asked for, what may come up and can't begin for weeks.
    """
    steps = [step for step in by_time(outcome) if step.action.id not in first.ids]
    if not whole:
        steps = [step for step in steps if not is_far(outcome, step)]
    on_path = {step.phase.phase for step in outcome.path}
    return [_chapter(phase, steps) for phase in outcome.kb.phases if phase.phase in on_path]


def leave_alone(outcome: Outcome, first: Opening) -> list[Recommendation]:
    """Give what is not to be done, wherever it stands in the plan."""
    steps = [step for step in by_time(outcome) if step.action.id not in first.ids]
    return [step for step in steps if step.action.strength == "avoid" and not step.contingent]


def musts_by_date(
    outcome: Outcome, told: Collection[str] = ()
) -> list[tuple[str, tuple[Recommendation, ...]]]:
    """Give the musts that are due by a time, together after their day or hour in few words.

    Of those whose time is over it is said. Those that were `told` already are left out.
    """
    dated: dict[str, list[Recommendation]] = {}
    for step in by_time(outcome):
        when = short_text(outcome, step)
        is_due = step.action.strength == "must" and when and not is_far(outcome, step)
        if is_due and step.action.id not in told:
            said = f"Was due {when}" if step.state == "late" else when
            dated.setdefault(said, []).append(step)
    return [(when, tuple(steps)) for when, steps in dated.items()]


def _chapter(phase: Phase, steps: list[Recommendation]) -> Chapter:
    own = [step for step in steps if step.phase is phase]
    certain = [step for step in own if not step.contingent and step.action.strength != "avoid"]
    return Chapter(
        phase,
        musts=tuple(step for step in certain if step.action.strength == "must"),
        others=tuple(step for step in certain if step.action.strength != "must"),
        open_=tuple(step for step in own if step.contingent),
    )
