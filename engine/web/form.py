"""Turn a question into the fields of a form, and what was sent from them into an answer."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from engine.consultation.answers import (
    BadAnswer,
    called_by_its_label,
    plain,
    read_answer,
    taken,
)
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Answers, Value
from engine.output.layout import Column

_OWN = (UNKNOWN, DECLINED, NOT_YET)  # answers that stand apart from the choices
_ALONE = (*_OWN, NONE)


class Choice(msgspec.Struct, frozen=True):
    """Hold one choice of a form: what is sent, its text, whether it is chosen, cells beside it."""

    value: str
    text: str
    chosen: bool
    cells: tuple[str, ...] = ()


class Fields(msgspec.Struct, frozen=True):
    """Hold the fields of a question: its choices, those that stand apart, what a number is now.

    `headings` are those of the cells beside the choices. Where `several` may be chosen, or a number
    typed, nothing is chosen by a single button that can't be taken back.
    """

    choices: tuple[Choice, ...]
    apart: tuple[Choice, ...]
    headings: tuple[str, ...]
    number: str
    several: bool


def fields(question: Question, now: Collection[str], columns: Sequence[Column] = ()) -> Fields:
    """Give the fields of a question as it is asked; `now` are the texts chosen or typed so far."""
    rows = []
    for place, (value, text) in enumerate(question.words.items()):
        cells = tuple(column.texts[place] for column in columns)
        rows.append(Choice(value, text, value in now, cells))
    typed = [text for text in now if text not in question.words]
    return Fields(
        choices=tuple(row for row in rows if row.value not in _OWN),
        apart=tuple(row for row in rows if row.value in _OWN),
        headings=tuple(column.heading for column in columns),
        number=typed[0] if typed and question.type == "integer" else "",
        several=question.type in ("choices", "integer"),
    )


def texts(value: Value | None) -> list[str]:
    """Give an answer as the texts that a form sends for it."""
    written = plain(value)
    if isinstance(written, list):
        return written
    return [] if written is None else [str(written)]


def read(kb: KnowledgeBase, question: Question, sent: list[str], answers: Answers) -> Value:
    """Read what a form sent as an answer to a question.

    Raises BadAnswer where it is none, or was given to another question of the `answers`.
    """
    if not sent:
        is_number = question.type == "integer"
        hint = f"Give a whole number from {question.min} to {question.max}."
        raise BadAnswer("Nothing was entered.", hint if is_number else "Choose an answer.")
    _stand_alone(question, sent)
    _stand_here(taken(kb, question, answers), sent)
    several = question.type == "choices" and sent[0] not in _OWN
    return read_answer(called_by_its_label(question), sent if several else sent[0])


def _stand_alone(question: Question, sent: list[str]) -> None:
    """Refuse an answer beside which there is no other."""
    for text in sent:
        if text in _ALONE and text in question.words and len(set(sent)) > 1:
            said = question.words[text]
            raise BadAnswer(f"“{said}” stands alone.", "Keep it, or what else you entered.")


def _stand_here(reasons: dict[str, str], sent: Iterable[str]) -> None:
    """Refuse a choice that was given to another question."""
    for text in sent:
        if text in reasons:
            raise BadAnswer(reasons[text], "Choose another.")
