"""Give what every form of a plan shows: its steps in groups, what stands beside them, its path."""

from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Outcome, Recommendation
from engine.explanation import unknowns
from engine.language.entries import Question
from engine.language.words import DECLINED, UNKNOWN, Value
from engine.output import wording
from engine.output.citations import cited_by
from engine.output.due import begin_text, days_left, due_text
from engine.output.hinge import hinge
from engine.output.layout import Item, counted
from engine.output.opening import Opening
from engine.output.question_text import Side, side_text, sides, worded

_NEAR = 14  # days within which a step is shown that may come up


def sections(
    outcome: Outcome, first: Opening, whole: bool = False
) -> Iterator[tuple[str, list[Recommendation]]]:
    """Give the actions in groups, each with its heading; what comes first or is done is left out.

    So is, unless the `whole` plan is asked for, what may come up and can't begin for weeks.

    What is late comes before what is due, which stands by when that is, with the days left, and
    what can't begin yet by when it can; what waits on the world stands by what it waits for.
    """
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in by_time(outcome):
        is_told = recommendation.action.id in first.ids
        if not is_told and (whole or not is_far(outcome, recommendation)):
            groups.setdefault(_heading(outcome, recommendation), []).append(recommendation)
    yield from groups.items()


def waiting_line(outcome: Outcome, whole: bool) -> str:
    """Say how many steps are left out, since they may come up and can't begin for weeks."""
    count = sum(is_far(outcome, recommendation) for recommendation in outcome.actions)
    if whole or not count:
        return ""
    verb = "wait" if count > 1 else "waits"
    return f"{counted(count, 'more step')} {verb} on how it goes. To see them now: --all."


def is_far(outcome: Outcome, recommendation: Recommendation) -> bool:
    """Tell whether a step waits on the world, and can't begin within two weeks."""
    if not recommendation.contingent or recommendation.state != "later":
        return False
    days = days_left(outcome, outcome.kb.milestones[recommendation.action.starts])
    return days is None or days > _NEAR


def by_time(outcome: Outcome) -> list[Recommendation]:
    """Give the steps that are not done: what is late, then by when it is due, then the rest."""
    steps = [step for step in outcome.actions if step.state != "done"]
    return sorted(steps, key=lambda step: _turn(outcome, step))


def _turn(outcome: Outcome, recommendation: Recommendation) -> tuple[bool, bool, int]:
    """Give the place of a step: by when it can begin or is due; what waits on the world comes last.

    That stands in the order of the tree.
    """
    is_open = recommendation.contingent
    if is_open:
        place = outcome.visited.index(recommendation.node)
    else:
        waits = recommendation.state == "later"
        milestone = recommendation.action.starts if waits else recommendation.by
        order = [*outcome.kb.milestones, ""]  # what is due by none goes on all along
        place = order.index(milestone)
    return is_open, recommendation.state != "late", place


def _heading(outcome: Outcome, recommendation: Recommendation) -> str:
    if recommendation.contingent:
        return wording.capitalized(hinge(outcome, recommendation))
    return _certain_time_text(outcome, recommendation) or "All along"


def _certain_time_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say when a certain step has its time: late, from when on, or by when, with the days left.

    The text is empty where nothing says when.
    """
    if recommendation.state == "late":
        return "Late, and what can still be done"
    if recommendation.state == "later":
        return begin_text(outcome, recommendation)
    due = wording.capitalized(due_text(outcome, recommendation))
    if not due:
        return ""
    days = days_left(outcome, outcome.kb.milestones[recommendation.by])
    if days is None or days < 0:
        return due
    return f"{due}, {counted(days, 'day')} left" if days else f"{due}, today"


def step_time_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say when a step has its time, and what it hangs on."""
    if not recommendation.contingent:
        return _certain_time_text(outcome, recommendation)
    parts = (hinge(outcome, recommendation), due_text(outcome, recommendation))
    return wording.capitalized("; ".join(filter(None, parts)))


def notes(outcome: Outcome) -> Iterator[tuple[str, list[Item]]]:
    """Give what stands beside the steps, each with its heading, where there is something to say.

    These are the choices that are the person's own, and what is not known yet.
    """
    weighed = [_choice_item(choice) for choice in choices(outcome)]
    if weighed:
        yield "Choices that are yours", weighed
    not_known = [Item(line) for line in unknown_lines(outcome)]
    if not_known:
        yield "What is not known yet", not_known


class Choice(msgspec.Struct, frozen=True, eq=False):
    """Hold a choice that is the person's own, with what speaks for and against.

    `answer` is the choice made, None while it is open; `said` are its words.
    """

    question: Question
    answer: Value | None
    said: str
    sides: tuple[Side, ...]

    @property
    def head(self) -> str:
        """Give what stands above it: the question, or what was answered."""
        if self.answer is None:
            return self.question.ask
        return f"{self.question.label}: you said {self.said}."


def choices(outcome: Outcome) -> Iterator[Choice]:
    """Give the choices that are still open, and those made that have something on either side."""
    for name in outcome.asked:
        question = worded(outcome, outcome.kb.questions[name])
        answer, held = outcome.answers.get(name), sides(outcome, question)
        if answer in (None, UNKNOWN):
            if held:
                yield Choice(question, None, "", tuple(held))
            continue
        held = [side for side in held if side.choice == answer] or held
        if {side.stand for side in held} == {"for", "against"}:
            said = wording.filled(wording.quoted(outcome.kb, question.id, answer), outcome)
            yield Choice(question, answer, said, tuple(held))


def open_choice(outcome: Outcome) -> Choice | None:
    """Give the first choice that is open; None where there is none."""
    return next((one for one in choices(outcome) if one.answer is None), None)


def _choice_item(choice: Choice) -> Item:
    """Give a choice with a line for each side; the one that was made is not named again."""
    question, lines = choice.question, []
    for side in choice.sides:
        plain = f"{side.stand.capitalize()}: {side.text}"
        lines.append(plain if side.choice == choice.answer else side_text(question, side))
    return Item(choice.head, tuple(map(Item, lines)))


def unknown_lines(outcome: Outcome) -> list[str]:
    """Say which answers that are not known would change the plan, what matters most first."""
    lines: list[str] = []
    for unknown in unknowns.unknowns(outcome):
        if unknown.options:
            lines.append(f"{unknown.question.label}: {_would_change(outcome, unknown)}")
    return lines


def _would_change(outcome: Outcome, unknown: unknowns.Unknown) -> str:
    """Say what an answer could change: the conclusions that open a plan, and how many steps."""
    labels: list[str] = []
    steps: set[str] = set()
    for option in unknown.options:
        effect = option.effect
        for name, *_ in effect.headline(outcome):
            labels.append(f"“{outcome.kb.conclusions[name].label}”")
        steps.update(action.id for action in (*effect.came, *effect.went))
    parts = list(dict.fromkeys(labels))
    if steps:
        parts.append(f"{counted(len(steps), 'step')} of the plan")
    changed = " and ".join(parts) or "what is worked out"
    if outcome.answers.get(unknown.question.id) == DECLINED:
        return f"left out, which is fine; an answer could change {changed}."
    return f"knowing it could change {changed}."


def legend(outcome: Outcome) -> str:
    """Say what the standings stand for that a plan's sources are named by in one word."""
    cited = [name for stand in wording.stands(outcome) for name in stand.sources]
    for step in outcome.actions:
        cited += cited_by(outcome, step.action)
    for name in outcome.asked:
        for argument in outcome.kb.questions[name].weigh:
            cited += argument.sources
    return wording.legend(outcome.kb, cited)
