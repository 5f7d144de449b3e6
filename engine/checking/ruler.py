"""Hold the stretches of the ruler against what is concluded for the numbers on it.

Of one person the ruler may be wrong: an attempt that failed, say, decides before the number does.
But wherever its stretches end, there is somebody of whom it is right on both sides of each end.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import msgspec

from engine.checking.decisions import Known, TooManyApplicants, with_any_figures
from engine.checking.graphs import TooLarge
from engine.checking.regions import regions
from engine.errors import Problem
from engine.language.base import KnowledgeBase, PlacedStretch, Ruler, Stretch
from engine.language.condition import within
from engine.language.entries import Question
from engine.language.words import Value

_Look = Callable[[str], Value]


class _Wrong(msgspec.Struct, frozen=True):
    """Hold a number beside the end of a stretch that the ruler puts into another than is right."""

    stretch: Stretch
    end: int
    number: int
    says: str
    concluded: Value


class _Person(msgspec.Struct, frozen=True):
    """Hold a person but for the number: the pieces of the ruler, what is concluded beside ends."""

    answers: Known
    pieces: tuple[PlacedStretch, ...]
    concluded: Mapping[int, Value]

    @property
    def wrong(self) -> tuple[_Wrong, ...]:
        """List the ends of stretches beside which something else is concluded."""
        found: dict[int, _Wrong] = {}
        for number, stretch, end, says in _beside_ends(self.pieces):
            concluded = self.concluded.get(number, says)
            if concluded != says:
                found.setdefault(end, _Wrong(stretch, end, number, says, concluded))
        return tuple(found.values())

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Put first of whom the ruler is right, then for whom the number decides most."""
        return bool(self.wrong), -len(set(self.concluded.values())), len(self.wrong)


def _beside_ends(pieces: tuple[PlacedStretch, ...]) -> Iterator[tuple[int, Stretch, int, str]]:
    """Give the numbers beside each end: with the stretch that ends, its end, what is said there."""
    for (stretch, _, end), (after, _, _) in pairwise(pieces):
        if end is not None:
            yield end - 1, stretch, end, stretch.value
            yield end, stretch, end, after.value


def contradicted(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find ends of stretches beside which the ruler says what is concluded for nobody there."""
    ruler = kb.head.ruler
    question = kb.questions.get(ruler.at) if ruler else None
    if ruler is None or question is None or ruler.of not in kb.conclusions:
        return
    held = _Held(ruler, question, kb)
    try:
        people = list(held.people()) if _is_sound(ruler.of, kb) else []
    except (TooLarge, TooManyApplicants):
        return
    best: dict[tuple[PlacedStretch, ...], _Person] = {}
    for person in people:
        rival = best.setdefault(person.pieces, person)
        best[person.pieces] = min(rival, person, key=lambda one: one.rank)
    for person in best.values():
        if person.wrong:
            yield from (held.problem(person, wrong) for wrong in person.wrong)
            return


def _is_sound(name: str, kb: KnowledgeBase) -> bool:
    """Tell whether just one row holds of each table behind a conclusion: else that is the fault."""
    behind = [kb.conclusions[one] for one in kb.behind([name]) if one in kb.conclusions]
    return all(regions(kb).is_sound(one.rules) for one in behind if one.rules)


class _Held:
    """Hold a ruler of a question's numbers against a conclusion."""

    def __init__(self, ruler: Ruler, question: Question, kb: KnowledgeBase) -> None:
        self._ruler = ruler
        self._question = question
        self._kb = kb
        self._decisions = with_any_figures(kb)

    def people(self) -> Iterator[_Person]:
        """Give each person but for the number. Raises TooManyApplicants where they are too many."""
        ends = [stretch.until for stretch in self._ruler.stretches if stretch.until]
        if self._question.id in self._kb.behind(ends):
            return
        behind = self._kb.behind([*ends, self._ruler.of]) - {self._question.id}
        asked = [name for name in self._kb.facts if name in behind - self._kb.conclusions.keys()]
        for answers, (pieces, concluded) in self._decisions.tell_apart(self._decide, asked):
            yield _Person(answers, pieces, concluded)

    def _decide(self, value: _Look) -> tuple[tuple[PlacedStretch, ...], Mapping[int, Value]]:
        """Lay the ruler out for a person, and conclude for the numbers beside its ends.

        Nothing is laid out where one of the ends is not known.
        """
        ends = {stretch: self._end(stretch, value) for stretch in self._ruler.stretches}
        if any(end is None and stretch.until for stretch, end in ends.items()):
            return (), {}
        pieces = tuple(self._ruler.laid_out(ends.__getitem__))
        bounds = self._question.min, self._question.max
        numbers = [number for number, *_ in _beside_ends(pieces) if within(number, bounds)]
        return pieces, {
            number: self._concluded(self._ruler.of, number, value) for number in numbers
        }

    def _end(self, stretch: Stretch, value: _Look) -> int | None:
        """Give where a stretch ends for a person; None where it has no end, or is not known."""
        fact = self._concluded(stretch.until, 0, value) if stretch.until else None
        return fact + stretch.plus if isinstance(fact, int) else None

    def _concluded(self, name: str, number: int, value: _Look) -> Value:
        """Give what a fact comes to for a person who answers the question with a number."""
        found: Known = {self._question.id: number}

        def given(name: str) -> Value:
            if name not in found:
                fact = self._kb.conclusions.get(name)
                found[name] = self._kb.concluded(fact, given) if fact else value(name)
            return found[name]

        return given(name)

    def problem(self, person: _Person, wrong: _Wrong) -> Problem:
        """Say what is wrong beside an end, and of which stretch."""
        of, at = self._ruler.of, self._question.id
        span = self._decisions.thresholds.span
        answers = ", ".join(f"{name} {span(name, one)}" for name, one in person.answers.items())
        message = (
            f'the ruler puts {at} {wrong.number} into "{wrong.says}", and "{of}" is '
            f'"{wrong.concluded}" there for a person with {answers}.'
        )
        stretch, right = self._ending_elsewhere(person, wrong)
        hint = f'By the rows "{stretch.value}" ends before {right} there. ' if right else ""
        hint += "Hold until and plus of the stretch against the rows."
        index = self._ruler.stretches.index(stretch)
        return self._kb.head.problem("ruler", message, hint, "ruler", "stretches", index)

    def _ending_elsewhere(self, person: _Person, wrong: _Wrong) -> tuple[Stretch, int | None]:
        """Give the stretch that ends elsewhere by the rows, and before which number.

        It is the one that ends there, or one behind it for what is concluded.
        """
        stretches = self._ruler.stretches
        behind = stretches[stretches.index(wrong.stretch) + 1 :]
        others = [stretch for stretch in behind if stretch.value == wrong.concluded]
        for stretch in (wrong.stretch, *others):
            end = self._end(stretch, person.answers.__getitem__)
            right = self._nearest_end(stretch.value, end, person) if end is not None else None
            if right not in (None, end):
                return stretch, right
        return wrong.stretch, None

    def _nearest_end(self, value: str, end: int, person: _Person) -> int | None:
        """Give the number nearest to an end before which a value stops being concluded."""

        def concluded(number: int) -> Value | None:
            answers = {**person.answers, self._question.id: number}
            return self._decisions.given(self._ruler.of, answers)

        cuts = self._decisions.thresholds.of(self._question.id)
        ends = [cut for cut in cuts if concluded(cut - 1) == value != concluded(cut)]
        return min(ends, key=lambda number: abs(number - end), default=None)
