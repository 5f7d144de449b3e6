"""Hold one request, and give the replies to it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from engine.consultation.consult import settle
from engine.consultation.glance import settled_glance
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome, Upshot
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.output import page
from engine.web.kept import LONGEST, Kept, packed

HTML = "text/html; charset=utf-8"
_TEMPLATES = Path(__file__).parent / "templates"


class Reply(msgspec.Struct, frozen=True):
    """Hold what goes back: a body of some media type, or `to`, the path to go to next.

    `kept` is what the browser is to keep from now on: empty for nothing, None for what it had. A
    file to save has a `name`. Addresses in a body are relative to the path that was asked for; `to`
    begins with "/", which stands for where the host has put the pages.
    """

    status: int
    body: bytes = b""
    media: str = HTML
    to: str = ""
    kept: str | None = None
    name: str = ""


class Visit(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold one request: the base, the path asked for, the form sent, what the browser keeps.

    `now` is the moment it comes, which a case's own day goes before.
    """

    kb: KnowledgeBase
    path: str
    form: Mapping[str, Sequence[str]]
    kept: Kept
    now: Day

    @property
    def today(self) -> Day:
        """Give the moment to plan for."""
        return self.kept.today or self.now

    @cached_property
    def upshot(self) -> Upshot:
        """Give what the answers come to, at a glance; those that do not bear on it are aside."""
        return settled_glance(self.kb, self.kept.answers, self.today, self.kept.done)

    @cached_property
    def outcome(self) -> Outcome:
        """Give what the rules make of the answers, with how it came about."""
        return settle(self.kb, self.kept.answers, self.today, self.kept.done)

    @property
    def answered(self) -> tuple[str, ...]:
        """Name the questions that are answered and count, in the order of their first answers."""
        return tuple(name for name in self.kept.answers if name in self.upshot.answers)

    @property
    def root(self) -> str:
        """Give what leads from the path asked for back to the start."""
        return "../" * (self.path.count("/") - 1) or "./"

    @property
    def onward(self) -> str:
        """Give the path to go on with: the next question, else the answers to check."""
        return f"/question/{self.upshot.pending.id}" if self.upshot.pending else "/answers"

    def sent(self, name: str) -> list[str]:
        """Give the texts that a form has under a name, without those that are blank."""
        texts = [text.strip() for text in self.form.get(name, ())]
        return [text for text in texts if text]

    def keeping(self, **changes: Any) -> "Visit":
        """Give the visit as it is with some of what is kept changed; the last note is over."""
        kept = msgspec.structs.replace(self.kept, **{"said": "", **changes})
        return Visit(self.kb, self.path, self.form, kept, self.now)


def shown(visit: Visit, template: str, status: int = 200, **content: Any) -> Reply:
    """Reply with a page: a template filled with its content, and with what every page shows."""
    head = visit.kb.head
    whole = {
        "root": visit.root,
        "head": head,
        "support": head.support,
        "said": visit.kept.said,
        "begun": bool(visit.kept.answers or visit.kept.done),
    }
    text = page.templates(_TEMPLATES).get_template(template).render(whole | content)
    return Reply(status, text.encode("utf-8", "replace"))


def led(visit: Visit, path: str) -> Reply:
    """Reply with where to go next, and with what to keep; with a page where that is too much."""
    kept = packed(visit.kept)
    if len(kept) > LONGEST:
        return shown(visit, "fault.html", 413, fault="These are more answers than a browser keeps.")
    return Reply(303, to=path, kept=kept)


def question_called(visit: Visit, name: str) -> Question | None:
    """Give the question of an id, if it is asked here; None for any other."""
    return visit.kb.questions[name] if name in visit.upshot.asked else None
