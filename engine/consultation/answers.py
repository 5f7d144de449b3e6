"""Turn raw answers into values, or the list of what can't be."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from engine.errors import Origin, Problem, nearest
from engine.language.base import KnowledgeBase
from engine.language.condition import within
from engine.language.entries import FOLLOWING, Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Answers, Value


class BadAnswer(ValueError):
    """Say why a question has no such answer, and what to give instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint


def read_answers(
    given: Mapping[str, object], kb: KnowledgeBase, origin: Origin | None = None
) -> tuple[dict[str, Value], list[Problem]]:
    """Read raw answers, question id → what was written.

    Gives the good ones, in the base's order, and the faults, each at its place below `origin`.
    """
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        place = origin.at(name) if origin else None
        if name in kb.questions:
            try:
                answers[name] = read_answer(kb.questions[name], raw)
            except BadAnswer as bad:
                problems.append(Problem(place, "bad-answer", bad.message, bad.hint))
        elif name in kb.conclusions:
            message = f'"{name}" is worked out, not answered.'
            problems.append(Problem(place, "unknown-question", message, "Take it out."))
        else:
            message, hint = f'there is no question "{name}".', nearest(name, kb.questions)
            problems.append(Problem(place, "unknown-question", message, hint))
    return {name: answers[name] for name in kb.questions if name in answers}, problems


def settled(kb: KnowledgeBase, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Put in what answers settle of other questions; an answer that does so is not kept itself."""
    result = dict(answers)
    for name, answer in answers.items():
        question = kb.questions[name]
        if question.stands_for and isinstance(answer, int):
            for gone in (name, *question.outdates):
                result.pop(gone, None)
            result[question.stands_for] = answer
            continue
        meant = question.settles.get(str(answer))
        if meant is None:
            continue
        result.pop(name, None)
        for other, value in meant.items():
            if value == FOLLOWING:
                result |= _following(kb.questions[other], result)
            else:
                result[other] = value
    return result


def _following(question: Question, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Give the choice after the one answered; none where it is the last, or there is none."""
    choices = list(question.choices)
    given = answers.get(question.id)
    if given not in choices[:-1]:
        return {}
    return {question.id: choices[choices.index(str(given)) + 1]}


def taken(kb: KnowledgeBase, question: Question, answers: Answers) -> dict[str, str]:
    """Map the choices that were given to a question in `other_than` to a sentence that says so.

    Where the choices come from a table or the cycles, those alone are taken: what a question adds
    of its own, such as "another field", may be said twice.
    """
    own = _own_choices(kb, question)
    reasons = {}
    for name in question.other_than:
        for choice in _several_of(answers.get(name)):
            if choice in question.choices and choice not in own:
                text, label = question.choices[choice], kb.questions[name].label
                reasons[choice] = f'"{text}" is already your answer to "{label}".'
    return reasons


def without(question: Question, taken: Mapping[str, str]) -> Question:
    """Give a question without the choices that are taken."""
    left = {name: text for name, text in question.choices.items() if name not in taken}
    return msgspec.structs.replace(question, choices=left)


def _own_choices(kb: KnowledgeBase, question: Question) -> set[str]:
    """Name the choices that a question has beside those of a table or the cycles."""
    source = question.choices_from
    if source is None:
        return set()
    listed = kb.cycles if source == "cycles" else kb.tables[source.table].rows
    return set(question.choices) - set(listed)


def _several_of(value: Value | None) -> frozenset[str]:
    """Give the choices that an answer holds; none where it is a number or missing."""
    if isinstance(value, frozenset):
        return value
    return frozenset({value}) if isinstance(value, str) else frozenset()


def taken_twice(
    kb: KnowledgeBase, answers: Answers, origin: Origin | None = None
) -> dict[str, Problem]:
    """Find answers that were given to another question already; each is that question's alone."""
    problems = {}
    for name in [name for name in answers if kb.questions[name].other_than]:
        reasons = taken(kb, kb.questions[name], answers)
        for choice in sorted(_several_of(answers[name]) & reasons.keys()):
            place = origin.at(name) if origin else None
            problems[name] = Problem(place, "bad-answer", reasons[choice], "Choose another.")
    return problems


def read_answer(question: Question, raw: object) -> Value:
    """Read one answer as a case file writes it.

    Raises BadAnswer when the question has no such answer.
    """
    words = question.words
    if isinstance(raw, int) and not isinstance(raw, bool) and str(raw) in words:
        return str(raw)  # a choice that looks like a number, such as a year, written without quotes
    if isinstance(raw, str) and raw in {UNKNOWN, DECLINED, NOT_YET} & words.keys():
        return raw
    if question.type == "integer":
        return _number(question, raw)
    if question.type == "choices":
        return _several(question, raw)
    if isinstance(raw, str) and raw in words:
        return raw
    raise BadAnswer(f'"{question.id}" can\'t be {shown(raw)}.', _choose(raw, words))


def _number(question: Question, raw: object) -> int:
    hint = f"Give a whole number from {question.min} to {question.max}."
    if isinstance(raw, str) and re.fullmatch(r"-?\d{1,9}", raw):
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadAnswer(f'"{question.id}" can\'t be {shown(raw)}.', hint)
    if not within(raw, (question.min, question.max)):
        raise BadAnswer(f'"{question.id}" can\'t be {raw}.', hint)
    return raw


def _several(question: Question, raw: object) -> Value:
    """Read several choices; none of them is "none", which excludes all others."""
    listed = raw if isinstance(raw, list) else [raw]
    words = [word for word in question.words if word not in (UNKNOWN, DECLINED)]
    if not listed and NONE not in words:
        raise BadAnswer(f'"{question.id}" can\'t be an empty list.', _choose("", question.words))
    for item in listed:
        if not isinstance(item, str) or item not in words:
            hint = _choose(item, question.words)
            raise BadAnswer(f'"{question.id}" can\'t be {shown(item)}.', hint)
    if NONE in listed and len(set(listed)) > 1:
        others = ", ".join(f'"{item}"' for item in listed if item != NONE)
        message = f'"{question.id}" can\'t be "none" and {others} at once.'
        raise BadAnswer(message, 'Keep "none", or the others.')
    return frozenset(map(str, listed)) or frozenset({NONE})


def _choose(raw: object, words: Iterable[str]) -> str:
    """Suggest the answer nearest to what was written; all of them where nothing readable was."""
    readable = raw is not None and not isinstance(raw, (list, dict))
    return nearest(raw if readable else "", words)


def called_by_its_label(question: Question) -> Question:
    """Give a question under the name that a person knows, for what is said of an answer to it."""
    return msgspec.structs.replace(question, id=question.label)


def distressed(question: Question, value: Value) -> bool:
    """Tell whether after an answer a person comes before the questions."""
    return not _several_of(value).isdisjoint(question.support_after)


def in_distress(kb: KnowledgeBase, answers: Answers) -> bool:
    """Tell whether an answer speaks of distress, at a question that has a word for it."""
    questions = [kb.questions[name] for name in answers if name in kb.questions]
    return any(one.acknowledge and distressed(one, answers[one.id]) for one in questions)


def shown(raw: object) -> str:
    """Show a raw value as its writer would name it."""
    if raw is None:
        return "nothing"
    if isinstance(raw, bool):
        return f'"{str(raw).lower()}"'
    if isinstance(raw, (list, dict)):
        return "a list" if isinstance(raw, list) else "a mapping"
    return f'"{raw}"'


def plain(value: Value | None) -> str | int | list[str] | None:
    """Give a value in the types of YAML and JSON: a list of choices is sorted."""
    return sorted(value) if isinstance(value, frozenset) else value
