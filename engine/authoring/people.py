"""Turn those for whom something comes out otherwise into words: ranges, new answers, cases."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.authoring.applicants import Applicant
from engine.authoring.naming import Naming

_MOST_NAMED = 6  # cases named of those that a change touches


class Touched(msgspec.Struct, frozen=True):
    """Hold one applicant, or the first of a range of a number, up to the `last`.

    Below the first threshold, and above the last, a range has no end.
    """

    applicant: Applicant
    last: int = 0
    from_lowest: bool = False
    to_highest: bool = False


def who(people: Sequence[Touched], naming: Naming) -> Iterator[str]:
    """Say who some people are: ranges of a number with what they hang on, new answers, cases."""
    as_they_are = [one for one in people if not one.applicant.before]
    swept = [one for one in as_they_are if one.applicant.question]
    yield from _ranges(swept, naming)
    yield from _meaning([one for one in people if one.applicant.before], naming)
    named = [_called(one.applicant, naming) for one in as_they_are if not one.applicant.question]
    if named:
        yield _cases(named)


def _meaning(people: Iterable[Touched], naming: Naming) -> Iterator[str]:
    """Say who gave another answer before, and with which numbers."""
    meaning: dict[str, list[Touched]] = {}
    for one in people:
        meaning.setdefault(_before_and_now(one.applicant, naming), []).append(one)
    for said, those in meaning.items():
        named = [one.applicant.origin for one in those if not one.applicant.question]
        spans = [_span(one, naming) for one in those if one.applicant.question]
        yield f"{said}: {'; '.join([*([_cases(named)] if named else []), *spans])}"


def _ranges(swept: Iterable[Touched], naming: Naming) -> Iterator[str]:
    """Say which ranges of a number some people have, and the answers that these hang on."""
    ranges: dict[str, dict[str, dict[str, None]]] = {}
    for one in swept:
        below = ranges.setdefault(_span(one, naming), {})
        for name, value in one.applicant.group:
            below.setdefault(name, {})[value] = None
    for span, group in ranges.items():
        answers = [any_of(name, values, naming) for name, values in group.items()]
        yield f"{span}, {'; '.join(answers)}" if answers else span


def _cases(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f"{'case' if len(names) == 1 else 'cases'} {', '.join(names[:_MOST_NAMED])}{more}"


def _before_and_now(applicant: Applicant, naming: Naming) -> str:
    """Say what somebody made up answered before, and means."""
    before, now = applicant.before or applicant.case, applicant.case
    answers = [
        f"{naming.fact(name)} {naming.answers(name, value)}"
        for name, value in before.answers.items()
        if now.answers.get(name) != value
    ]
    meant = [naming.answers(name, value) for name, value in applicant.made_up]
    return f"those who answered {', '.join(answers)} and mean {', '.join(meant)}"


def any_of(name: str, values: Iterable[str], naming: Naming) -> str:
    """Name the answers to a question of which each will do; all of them in one word."""
    if naming.is_every(name, frozenset(values)):
        return f"every {naming.fact(name)}"
    return f"{naming.fact(name)} {', '.join(naming.answer(name, value) for value in values)}"


def _called(applicant: Applicant, naming: Naming) -> str:
    answers = [
        f"{naming.fact(name)} {naming.answers(name, value)}" for name, value in applicant.made_up
    ]
    return f"{applicant.origin} with {', '.join(answers)}" if answers else applicant.origin


def _span(touched: Touched, naming: Naming) -> str:
    first, last = touched.applicant.number, touched.last
    fact = naming.fact(touched.applicant.question)
    if touched.from_lowest and touched.to_highest:
        return f"any {fact}"
    if touched.from_lowest:
        return f"{fact} up to {last}"
    if touched.to_highest:
        return f"{fact} from {first}"
    return f"{fact} {first} to {last}" if last > first else f"{fact} {first}"
