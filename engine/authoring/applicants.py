"""Turn cases into applicants at every threshold, and for what no case answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from engine.authoring.aspects import Aspects, aspects, changed
from engine.authoring.causes import causes
from engine.authoring.differing_tests import Differing
from engine.checking.decisions import decisions
from engine.consultation.answers import plain, read_answers
from engine.consultation.casefile import Case
from engine.consultation.glance import findings, glance
from engine.consultation.outcome import Upshot
from engine.errors import MatchpathError, Problem
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Question
from engine.language.words import Answers, Value

_MOST_FILLED = 40  # questions answered to bring a made-up applicant to an end
_MOST_CASES = 3  # cases in which a new question or choice is answered

Result = Upshot | str
"""What comes out for an applicant, or why nothing does."""


Group = tuple[tuple[str, Value], ...]
"""Questions with the answers given to them."""


class Applicant(msgspec.Struct, frozen=True, eq=False):
    """Hold an applicant: the case it is or was made from, what is answered otherwise there.

    A `number` that was swept has the question it answers; what is a threshold there hangs on the
    answers `beside`, and what the bases decide otherwise on those `behind`, None where on many.
    Who is made up to give a new answer gave another `before`, where there was one for all that was
    not listed.
    """

    origin: str
    case: Case
    question: str = ""
    number: int = 0
    beside: Group = ()
    behind: Group | None = ()
    made_up: tuple[tuple[str, Value], ...] = ()
    before: Case | None = None


def result(kb: KnowledgeBase, case: Case) -> Result:
    """Give what comes out for those answers of a case whose questions the base has."""
    answers, problems = _answers(kb, case)
    if problems:
        return str(problems[0])
    done = [name for name in case.done if name in kb.actions]
    try:
        return glance(kb, answers, case.today, done)
    except MatchpathError as error:
        return str(error)


def can_answer(kb: KnowledgeBase, case: Case) -> bool:
    """Tell whether a base takes the answers of a case to the questions it has."""
    return not _answers(kb, case)[1]


def _answers(kb: KnowledgeBase, case: Case) -> tuple[Answers, list[Problem]]:
    known = {name: plain(value) for name, value in case.answers.items() if name in kb.questions}
    return read_answers(known, kb)


def concluded(kb: KnowledgeBase, case: Case) -> Mapping[str, Value]:
    """Give what is concluded for a case, as `result` does: nothing where nothing comes out."""
    answers, problems = _answers(kb, case)
    if problems:
        return {}
    found = findings(kb, answers, case.today, without=("asked", "advised", "first"))
    if found is not None:
        return {name: found.facts[name] for name in kb.conclusions if name in found.facts}
    outcome = result(kb, case)
    return outcome.facts if isinstance(outcome, Upshot) else {}


def aspects_of(outcome: Result) -> Aspects:
    """Give every aspect of a result."""
    return {("fails", ""): outcome} if isinstance(outcome, str) else aspects(outcome)


# At the thresholds


def swept(
    old: KnowledgeBase, new: KnowledgeBase, cases: Mapping[str, Case], differing: Differing
) -> Iterator[tuple[Applicant, ...]]:
    """Give rows of applicants who differ in one number alone, at every threshold of both bases.

    Cases whose thresholds lie alike are swept once: the first of them stands for all.
    """
    decisive = causes(old, new)
    seen: set[tuple[object, ...]] = set()
    for question, name, case in _numbers_answered(new, cases):
        known = [_known(new, case)]
        known.insert(0, known[0] if differing.is_alike(case) else _known(old, case))
        points = _points((old, new), question, known)
        row = tuple(_along(name, case, question.id, points, decisive))
        mark = (question.id, *((one.number, one.beside, one.behind) for one in row))
        if mark not in seen:
            seen.add(mark)
            yield row


def _numbers_answered(
    kb: KnowledgeBase, cases: Mapping[str, Case]
) -> Iterator[tuple[Question, str, Case]]:
    """Give each question for a number with each case that answers it."""
    for question in kb.questions.values():
        for name, case in cases.items():
            if question.type == "integer" and question.id in case.answers:
                yield question, name, case


def _along(
    name: str,
    case: Case,
    question: str,
    points: Mapping[int, set[str]],
    decisive: Sequence[str] | None,
) -> Iterator[Applicant]:
    """Give those who are like a case, but for a number."""
    others = None if decisive is None else [one for one in decisive if one != question]
    behind = None if others is None else _given(case, others)
    for number, hang_on in points.items():
        answered = _answered(case, question, number)
        yield Applicant(name, answered, question, number, _given(case, sorted(hang_on)), behind)


def _given(case: Case, questions: Iterable[str]) -> Group:
    """Give the answers of a case to some questions, those that it has."""
    answers = case.answers
    return tuple((name, answers[name]) for name in questions if name in answers)


def _known(kb: KnowledgeBase, case: Case) -> Mapping[str, Value]:
    """Give what is known of a case in a base: its answers, and what is concluded from them."""
    return {**case.answers, **concluded(kb, case)}


def _points(
    bases: tuple[KnowledgeBase, ...],
    question: Question,
    known: Sequence[Mapping[str, Value]],
) -> dict[int, set[str]]:
    """Map the numbers on either side of each threshold to the other questions it hangs on."""
    points: dict[int, set[str]] = {}
    for kb, its_known in zip(bases, known, strict=True):
        if question.id not in kb.questions:
            continue
        found = decisions(kb)
        for conclusion in (None, *_sums_with(question, kb)):
            others = found.roots(conclusion.id) - {question.id} if conclusion else set()
            for number in found.thresholds.edges(question.id, conclusion, its_known):
                if _may_be(question, number):
                    points.setdefault(number, set()).update(others)
    return dict(sorted(points.items()))


def _sums_with(question: Question, kb: KnowledgeBase) -> Iterator[Conclusion]:
    """Give the conclusions that are calculated from a number."""
    for conclusion in kb.conclusions.values():
        if conclusion.value and question.id in conclusion.rests_on:
            yield conclusion


def _may_be(question: Question, number: int) -> bool:
    """Tell whether a number is a legal answer."""
    if number < (question.min or 0):
        return False
    return question.max is None or number <= question.max


# For what no case answers


def made_up(
    old: KnowledgeBase, new: KnowledgeBase, cases: Mapping[str, Case]
) -> Iterator[Applicant]:
    """Give applicants who answer what is new: questions, and choices of questions there were.

    Who finds a new choice where there was one for all that were not listed has given that `before`.
    """
    for question in new.questions.values():
        before = old.questions.get(question.id)
        unlisted = question.unlisted if before and question.unlisted in before.words else ""
        likely = _answered_first(question.id, unlisted, cases) if unlisted else cases
        for value in _new_values(question, before, new):
            for applicant in _answering(question, value, new, likely):
                yield _with_before(applicant, question.id, unlisted, old, new)


def _new_values(question: Question, before: Question | None, kb: KnowledgeBase) -> list[Value]:
    """List the answers to a question that nobody could give before."""
    words = [word for word in question.words if before is None or word not in before.words]
    return [*words] if before or words else list(_numbers(question, kb))


def _numbers(question: Question, kb: KnowledgeBase) -> Iterator[Value]:
    if question.type == "integer":
        yield from decisions(kb).values(question.id)


def _answering(
    question: Question, value: Value, kb: KnowledgeBase, cases: Mapping[str, Case]
) -> Iterator[Applicant]:
    """Give applicants like the first cases that are asked a question, who answer it so."""
    answer = frozenset({str(value)}) if question.type == "choices" else value
    count = 0
    for name, case in cases.items():
        if count == _MOST_CASES:
            return
        altered = msgspec.structs.replace(case, answers={**case.answers, question.id: answer})
        outcome = result(kb, altered)
        if isinstance(outcome, Upshot) and question.id in outcome.asked:
            count += 1
            yield Applicant(name, _filled(altered, kb), made_up=((question.id, answer),))


def _filled(case: Case, kb: KnowledgeBase) -> Case:
    """Answer all that a case is still asked: the first answer to each."""
    for _ in range(_MOST_FILLED):
        outcome = result(kb, case)
        if isinstance(outcome, str) or outcome.pending is None:
            break
        pending = outcome.pending
        answer = next(iter(decisions(kb).values(pending.id)), None)
        if answer is None:
            break
        case = msgspec.structs.replace(case, answers={**case.answers, pending.id: answer})
    return case


def _answered_first(question: str, answer: Value, cases: Mapping[str, Case]) -> Mapping[str, Case]:
    """Give the cases in their order, those first that give an answer to a question."""
    return dict(sorted(cases.items(), key=lambda one: one[1].answers.get(question) != answer))


def _with_before(
    applicant: Applicant, question: str, unlisted: str, old: KnowledgeBase, new: KnowledgeBase
) -> Applicant:
    """Let an applicant have answered `unlisted` before; without such a choice, nothing is known.

    What that choice made the old base ask about is answered as the new base would have it: so that
    what comes out is as near as it can be to what comes out now.
    """
    now = result(new, applicant.case)
    if not unlisted or isinstance(now, str):
        return applicant
    kept = {name: value for name, value in applicant.case.answers.items() if name in now.asked}
    case = msgspec.structs.replace(applicant.case, answers=kept)
    now = result(new, case)  # an answer that is not asked any more may have told something as well
    before = _answered(case, question, unlisted)
    for further in _asked_about(question, old):
        was = result(old, before)
        if isinstance(now, str) or isinstance(was, str):
            break
        if further in was.asked and further not in now.asked:
            ways = [_answered(before, further, value) for value in decisions(old).values(further)]
            before = min(ways, key=_distance_from(now, further, old), default=before)
    return msgspec.structs.replace(applicant, case=case, before=_filled(before, old))


def around(
    applicant: Applicant, old: KnowledgeBase, new: KnowledgeBase
) -> Iterator[tuple[Applicant, ...]]:
    """Give rows of applicants who differ from one with a `before` in one number alone."""
    case, before = applicant.case, applicant.before or applicant.case
    known = (_known(old, before), _known(new, case))
    for question in new.questions.values():
        if question.type == "integer" and question.id in case.answers:
            points = _points((old, new), question, known)
            yield tuple(
                msgspec.structs.replace(
                    applicant,
                    case=_answered(case, question.id, point),
                    before=_answered(before, question.id, point),
                    question=question.id,
                    number=point,
                )
                for point in points
            )


def _answered(case: Case, question: str, answer: Value) -> Case:
    return msgspec.structs.replace(case, answers={**case.answers, question: answer})


def _asked_about(question: str, kb: KnowledgeBase) -> Iterator[str]:
    """Name the questions that stand beside one in what a conclusion rests on, in their order."""
    for other in kb.questions:
        if other != question and any(
            {question, other} <= {*one.rests_on} for one in kb.conclusions.values()
        ):
            yield other


def _distance_from(
    now: Upshot, question: str, kb: KnowledgeBase
) -> Callable[[Case], tuple[tuple[bool, ...], int]]:
    """Give how far what comes out for a case in a base lies from what comes out now.

    That is by the conclusions that rest on a question, the nearest to it first; then by all.
    """
    behind = decisions(kb).roots
    nearest = [name for name in kb.ordered_conclusions if question in behind(name)]

    def distance(case: Case) -> tuple[tuple[bool, ...], int]:
        differing = changed(aspects_of(result(kb, case)), aspects_of(now))
        return tuple(("conclusion", name) in differing for name in nearest), len(differing)

    return distance
