"""Turn what a browser keeps into answers, and back: one text, bounded, unsigned.

It is the answers of the person who holds it, so a forged one is only other answers: what is none
of this base is dropped, as is a text that can't be read, is too long, or unpacks to too much.
"""

import base64
import datetime
import json
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from engine.consultation.answers import plain, read_answers, settled, taken_twice
from engine.consultation.moment import Day, read_day, written_day
from engine.errors import Misread
from engine.language.base import KnowledgeBase
from engine.language.cycles import YEARS
from engine.language.words import Answers, Value

LONGEST = 3_800  # signs; browsers take cookies of 4,096 with their name
_LARGEST = 64_000  # bytes that it may unpack to
_LONGEST_SAID = 1_000  # signs


class Kept(msgspec.Struct, frozen=True, eq=False):
    """Hold what a browser keeps between two pages.

    `answers` in the order they were given first; `done`: action → the day it was done; `instead`:
    an answer to compare with; `today`: the own day of a case that was opened; `said`: what the
    next page opens with.
    """

    answers: Answers = {}
    done: Mapping[str, datetime.date] = {}
    instead: Answers = {}
    today: Day | None = None
    said: str = ""


def packed(kept: Kept) -> str:
    """Write what is to be kept as a text of letters, digits, "-" and "_"; empty for nothing."""
    written = {
        "answers": _plain(kept.answers),
        "done": {name: str(day) for name, day in kept.done.items()},
        "instead": _plain(kept.instead),
        "today": written_day(kept.today) if kept.today else "",
        "said": kept.said[:_LONGEST_SAID],
    }
    filled = {key: value for key, value in written.items() if value}
    if not filled:
        return ""
    data = json.dumps(filled, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


def unpacked(text: str, kb: KnowledgeBase) -> Kept:
    """Read what a browser kept; whatever is no answer of the base is dropped."""
    written = _mapping(_unpacked(text))
    return Kept(
        answers=_answers(written.get("answers"), kb),
        done=_done(written.get("done"), kb),
        instead=_answers(written.get("instead"), kb),
        today=_day(written.get("today")),
        said=_said(written.get("said")),
    )


def _plain(answers: Answers) -> dict[str, object]:
    return {name: plain(value) for name, value in answers.items()}


def _unpacked(text: str) -> Any:
    """Unpack a text as far as a browser may keep one; None for all that is no packed text."""
    if not text or len(text) > LONGEST or not text.isascii():
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        unpacking = zlib.decompressobj()
        plain_text = unpacking.decompress(data, _LARGEST)
        return json.loads(plain_text) if unpacking.eof else None
    except (ValueError, zlib.error, RecursionError):  # a nest of a thousand brackets is the last
        return None


def _mapping(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _answers(raw: Any, kb: KnowledgeBase) -> dict[str, Value]:
    """Read answers in the order they stand in; one that was given to another question is none."""
    given = _mapping(raw)
    answers, _ = read_answers(given, kb)
    answers = settled(kb, answers)
    good = answers.keys() - taken_twice(kb, answers).keys()
    return {name: answers[name] for name in (*given, *answers) if name in good}


def _done(raw: Any, kb: KnowledgeBase) -> dict[str, datetime.date]:
    days = {name: _day(written) for name, written in _mapping(raw).items() if name in kb.actions}
    return {name: day for name, day in days.items() if day and type(day) is datetime.date}


def _day(raw: Any) -> Day | None:
    try:
        day = read_day(raw) if isinstance(raw, str) else None
    except Misread:
        return None
    return day if day and day.year in YEARS else None


def _said(raw: Any) -> str:
    text = raw[:_LONGEST_SAID] if isinstance(raw, str) else ""
    return text.encode("utf-8", "replace").decode()
