"""Turn levers into sentences: what becomes better, by when, at what price."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.consultation.outcome import Upshot
from engine.explanation import levers
from engine.explanation.levers import Option
from engine.language.entries import Action, Lever, Question
from engine.output import wording
from engine.output.due import before_text, first_ahead, weeks_left
from engine.output.layout import WIDTH, counted, listed, wrapped_lines

NOT_TOLD = "It is not said here which answers can still change."

_MOST_NAMED = 3  # actions that a lever brings or lifts
_HEADINGS = (("What you can still change", False), ("Changing the aim", True))
_NONE_HERE = "No time is left in which work would change an answer. What helps now is in your plan."


class Described(msgspec.Struct, frozen=True, eq=False):
    """Hold a lever in words: what is changed and is now so, how, its price, what for, by whom."""

    lever: Lever
    now: str
    do: str
    price: str
    gains: tuple[str, ...]
    source: str


def levers_text(
    outcome: Upshot,
    width: int = WIDTH,
    questions: Sequence[Question] = (),
    rules: bool = False,
) -> str:
    """Say what can still be changed and what for, wrapped to a width in columns, the best first.

    A change of aim stands apart from the rest. Only some `questions` are looked at where they are
    named. With `rules` it is said where each lever is written.
    """
    lines: list[str] = []
    for heading, group in described(outcome, questions):
        lines += [heading, ""]
        for number, lever in enumerate(group, 1):
            lines += _lever_lines(number, lever, rules)
    return wrapped_lines([*(lines or [none_text(outcome), ""]), *outcome.kb.head.foot[:1]], width)


def described(
    outcome: Upshot, questions: Sequence[Question] = ()
) -> Iterator[tuple[str, list[Described]]]:
    """Give the levers in words below their headings, the best first; a heading has at least one."""
    options = levers.easing(outcome, questions)
    for heading, apart in _HEADINGS:
        group = [option for option in options if option.lever and option.lever.apart == apart]
        if group:
            yield heading, [_described(outcome, alike) for alike in _by_lever(group)]


def none_text(outcome: Upshot) -> str:
    """Say why there is no lever here."""
    return _NONE_HERE if levers.are_told(outcome.kb) else NOT_TOLD


def _by_lever(options: Iterable[Option]) -> Iterable[list[Option]]:
    """Put the options of one lever together: one thing to do, and the answers it can lead to."""
    groups: dict[object, list[Option]] = {}
    for option in options:
        groups.setdefault((option.question.id, option.lever), []).append(option)
    return groups.values()


def _by_effect(outcome: Upshot, options: Iterable[Option]) -> Iterable[list[Option]]:
    """Put options together of which the same is said, and that differ in the answer alone."""
    groups: dict[str, list[Option]] = {}
    for option in options:
        groups.setdefault(_gain(outcome, option), []).append(option)
    return groups.values()


def _described(outcome: Upshot, options: list[Option]) -> Described:
    kb, question, lever = outcome.kb, options[0].question, options[0].lever
    assert lever  # `levers` gives no option without one
    gains = []
    for alike in _by_effect(outcome, options):
        then = [wording.quoted(kb, question.id, option.value) for option in alike]
        gains.append(f"{listed(then, 'or')}: {_gain(outcome, alike[0])}.")
    now = wording.quoted(kb, question.id, outcome.answers[question.id])
    return Described(
        lever=lever,
        now=f"{question.label}, now {now}",
        do=wording.filled(lever.do, outcome),
        price=price_text(outcome, lever),
        gains=tuple(gains),
        source=wording.cited_text(kb, lever.sources),
    )


def _lever_lines(number: int, described: Described, rules: bool) -> Iterator[str]:
    yield f"{number}. {described.now}"
    yield f"   {described.do}"
    yield f"   {described.price}"
    yield from (f"   - {gain}" for gain in described.gains)
    place = f"{described.lever.place}; " if rules else ""
    yield f"   ({place}{described.source})"
    yield ""


def _gain(outcome: Upshot, option: Option) -> str:
    """Say what becomes better with an option: what a plan opens with; else what is off its list."""
    kb, effect, parts = outcome.kb, option.effect, []
    for name, before, after in effect.headline(outcome):
        was, becomes = (wording.value_or_dash(kb, name, value) for value in (before, after))
        parts.append(f"{kb.conclusions[name].label} “{becomes}”, not “{was}”")
    if parts:
        return "; ".join(parts)
    lifted = [*effect.relieves, *(went for went in effect.went if went not in effect.relieves)]
    if lifted:
        parts.append(f"off your list: {_named(outcome, lifted)}")
    if effect.came:
        then = wording.with_facts(outcome, {name: after for name, _, after in effect.facts})
        parts.append(f"new on your list: {_named(then, effect.came)}")
    return "; ".join(parts)


def _named(outcome: Upshot, actions: Sequence[Action]) -> str:
    """Name some actions in a line; the rest are counted."""
    names = []
    for action in actions[:_MOST_NAMED]:
        names.append(f"“{wording.called(outcome, action).rstrip('.')}”")
    left = len(actions) - len(names)
    return listed([*names, f"{left} more"] if left else names, "and")


def price_text(outcome: Upshot, lever: Lever) -> str:
    """Say how long a lever takes, by when it has to be done, and whether there is time for it."""
    takes = f"It takes about {counted(lever.weeks, 'week')}."
    deadline = first_ahead(outcome, lever.milestones)
    if deadline is None:
        return takes
    by = before_text(outcome, deadline)
    weeks = weeks_left(outcome, deadline)
    if weeks is None:
        return f"{takes} Have it done {by}."
    too_few = "Too few: " if weeks < lever.weeks else ""
    return f"{takes} {too_few}{counted(weeks, 'week')} {'is' if weeks == 1 else 'are'} left {by}."
