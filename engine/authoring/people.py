"""Turn those for whom something comes out otherwise into words: ranges, new answers, cases."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from engine.authoring.applicants import Applicant, Group
from engine.authoring.naming import Naming
from engine.language.words import Value

_MOST_BEHIND = 3  # answers said of those for whom something else than a conclusion is otherwise
_MOST_NAMED = 6  # cases named of those that a change touches


class Touched(msgspec.Struct, frozen=True):
    """Hold one applicant, or the first of a range of a number, up to the `last` of them.

    Below the first threshold, and above the last, a range has no end.
    """

    applicant: Applicant
    last: Applicant | None = None
    from_lowest: bool = False
    to_highest: bool = False

    @property
    def is_any(self) -> bool:
        """Tell whether the range has no end on either side."""
        return self.from_lowest and self.to_highest

    def group(self, roots: Collection[str] | None) -> Group:
        """Give the answers on which it hangs where a range begins and ends, and what is seen.

        What is seen of a conclusion hangs on its `roots` alone. Of anything else on more answers
        than one takes in nothing is said.
        """
        first, last = self.applicant, self.last or self.applicant
        begins = () if self.from_lowest else first.beside
        ends = () if self.to_highest else last.beside
        behind = first.behind or ()
        if roots is not None:
            behind = tuple(pair for pair in behind if pair[0] in roots)
        elif len(behind) > _MOST_BEHIND:
            behind = ()
        return (*dict.fromkeys((*begins, *ends, *behind)),)


def who(
    people: Sequence[Touched], naming: Naming, roots: Collection[str] | None = None
) -> Iterator[str]:
    """Say who some people are: ranges of a number with what they hang on, new answers, cases.

    `roots` name the questions behind what they see, where it is a conclusion.
    """
    as_they_are = [one for one in people if not one.applicant.before]
    swept = [one for one in as_they_are if one.applicant.question]
    named = [one.applicant for one in as_they_are if not one.applicant.question]
    yield from _ranges(swept, naming, roots, is_alone=not named)
    yield from _meaning([one for one in people if one.applicant.before], naming)
    if named:
        yield _cases(named, naming)


def _meaning(people: Iterable[Touched], naming: Naming) -> Iterator[str]:
    """Say who gave another answer before, and with which numbers."""
    meaning: dict[str, list[Touched]] = {}
    for one in people:
        meaning.setdefault(_before_and_now(one.applicant, naming), []).append(one)
    for said, those in meaning.items():
        named = [one.applicant for one in those if not one.applicant.question]
        spans = [_span(one, naming) for one in those if one.applicant.question]
        yield f"{said}: {'; '.join([*([_cases(named, naming)] if named else []), *spans])}"


def _ranges(
    swept: Iterable[Touched], naming: Naming, roots: Collection[str] | None, is_alone: bool
) -> Iterator[str]:
    """Say which ranges of a number some people have, and the answers that these hang on."""
    ranges: dict[str, dict[str, dict[Value, None]]] = {}
    for one in swept:
        group = one.group(roots)
        if one.is_any and not _tells(one, group, naming, roots):
            if not is_alone:
                continue  # the case is named
            group = (("case", one.applicant.origin),)
        is_beside = one.is_any and roots is not None and one.applicant.question not in roots
        below = ranges.setdefault("" if is_beside else _span(one, naming), {})
        for name, value in group:
            below.setdefault(name, {})[value] = None
    for span, answered in ranges.items():
        answers = "; ".join(any_of(name, values, naming) for name, values in answered.items())
        yield ", ".join(filter(None, (span, answers)))


def _tells(touched: Touched, group: Group, naming: Naming, roots: Collection[str] | None) -> bool:
    """Tell whether "any number", with the answers in a group, says who it is.

    Not where it hangs on answers that are not told, or on another number than the one swept.
    """
    if roots is None or touched.applicant.question in roots:
        return bool(group) or touched.applicant.behind is not None
    return bool(group) and not any(_is_number(name, naming) for name in roots)


def _is_number(name: str, naming: Naming) -> bool:
    question = naming.new.questions.get(name)
    return question is not None and question.type == "integer"


def _cases(applicants: Sequence[Applicant], naming: Naming) -> str:
    """Name some cases; of those that were made up there may be more."""
    # Of who gave another answer before, what is made up has been said.
    names = [one.origin if one.before else called(one, naming) for one in applicants]
    rest = len(names) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    such = "such as " if any(one.made_up for one in applicants) else ""
    return f"{such}{'case' if len(names) == 1 else 'cases'} {', '.join(names[:_MOST_NAMED])}{more}"


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


def any_of(name: str, values: Iterable[Value], naming: Naming) -> str:
    """Name the answers to a question of which each will do; all of them in one word."""
    alone = [value for value in values if isinstance(value, str)]
    if naming.is_every(name, frozenset(alone)):
        return f"every {naming.fact(name)}"
    named = [
        " + ".join(naming.answer(name, one) for one in sorted(value))
        if isinstance(value, frozenset)
        else naming.answer(name, value)
        for value in values
    ]
    return f"{naming.fact(name)} {', '.join(named)}"


def called(applicant: Applicant, naming: Naming) -> str:
    """Name the case somebody was made from, with the answers that were made up and the number."""
    answers = [
        f"{naming.fact(name)} {naming.answers(name, value)}" for name, value in applicant.made_up
    ]
    if applicant.question:
        answers.append(f"{naming.fact(applicant.question)} {applicant.number}")
    return f"{applicant.origin} with {', '.join(answers)}" if answers else applicant.origin


def _span(touched: Touched, naming: Naming) -> str:
    first = touched.applicant.number
    last = touched.last.number if touched.last else first
    fact = naming.fact(touched.applicant.question)
    if touched.is_any:
        return f"any {fact}"
    if touched.from_lowest:
        return f"{fact} up to {last}"
    if touched.to_highest:
        return f"{fact} from {first}"
    return f"{fact} {first} to {last}" if last > first else f"{fact} {first}"
