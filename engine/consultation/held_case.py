"""Turn answers into the file of a case that one consultation holds, and lose no change of others.

What the file said when it was last read or written is remembered. Where it says anything else at
the next save, someone changed it meanwhile: it stays as it is, and the case goes on in a file
beside it, so that both are kept.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count, takewhile
from pathlib import Path

from engine import outside
from engine.consultation import casefile
from engine.consultation.case_edit import changed, edited
from engine.errors import CaseError, Place, Problem
from engine.language.base import KnowledgeBase
from engine.language.words import Answers
from engine.language.yaml_file import LARGEST_CASE

Done = Mapping[str, datetime.date]
"""The day on which each action was done, by its id."""


class HeldCase:
    """Hold a case file against other consultations; `path` is None until one is taken."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._lock = ExitStack()
        self._text = ""  # the case as last read or written; it goes along to another file
        self._answers: Answers = {}  # what that text gives
        self._done: Done = {}  # and what it says was done
        self._standing: str | None = None  # what the file is to say if nobody else changed it

    def take(self, path: Path) -> None:
        """Hold a file instead of the one before; what killed consultations left beside it goes.

        Raises CaseError where another consultation holds it, or nothing can be written.
        """
        if outside.is_link(path):  # told now, not at the first answer
            message = "this is a link; nothing is written through one."
            hint = f"Name the file itself: {outside.target(path)}"
            raise CaseError([Problem(Place(str(path)), "unwritable", message, hint)])
        with ExitStack() as lock:
            lock.enter_context(outside.alone(path))
            self.let_go()
            self._lock = lock.pop_all()
        outside.sweep(path)
        self.path, self._standing = path, None

    def let_go(self) -> None:
        """Let others have the file."""
        self._lock.close()

    def give_up(self) -> None:
        """Let others have the file, and be without one until another is taken."""
        self.let_go()
        self.path = self._standing = None

    def open(self, kb: KnowledgeBase) -> casefile.KeptCase:
        """Read the case; an empty one where there is no file yet.

        Raises CaseError when the file is no case.
        """
        if self.path is None or not outside.exists(self.path):
            return casefile.KeptCase(casefile.Case({}))
        kept = casefile.load_kept(self.path, kb)
        self._text = self._standing = kept.text
        self._answers, self._done = kept.case.answers, kept.case.done
        return kept

    def save(self, answers: Answers, done: Done | None = None) -> str:
        """Write the answers, if a file is held; give what the person has to know, mostly nothing.

        `done` is what was done, where that changed. Raises CaseError when they can't be written.
        """
        if self.path is None:
            return ""
        done = self._done if done is None else done
        path, standing = self.path, _text_of(self.path)
        reason = ""
        try:
            text = self._with(answers, done)
        except CaseError:
            reason = "it is written in a way that can't be edited."
            text = casefile.to_yaml(answers, done)
        if standing is not None and standing != self._standing:
            reason = "someone else changed it meanwhile."
        if reason:
            to_say = self._write_beside(path, text, reason)
        else:
            was_gone = standing is None and self._standing is not None
            gone = f"{path} was gone. It is there again, with all your answers."
            to_say = gone if was_gone else ""
            if text != standing:
                self._write(path, text)
        self._answers, self._done = dict(answers), dict(done)
        return to_say

    def _with(self, answers: Answers, done: Done) -> str:
        """Give the case's text with these answers, and what was done.

        Raises CaseError when it can't be edited.
        """
        if not self._text:
            return casefile.to_yaml(answers, done)
        name = str(self.path)
        text = edited(self._text, name, changed(self._answers, answers))
        return edited(text, name, changed(_written(self._done), _written(done)), "done")

    def _write_beside(self, path: Path, text: str, reason: str) -> str:
        beside = next(name for name in _names_beside(path) if not _is_taken(name))
        self.take(beside)
        self._write(beside, text)
        return (
            f"{path}: {reason} It stays as it is now. "
            f"All your answers are in {beside}, and this consultation goes on there."
        )

    def _write(self, path: Path, text: str) -> None:
        outside.write_whole(path, text.encode())
        self._text = self._standing = text


def written_beside(path: Path) -> list[Path]:
    """Give the cases that consultations wrote beside one that someone else had changed."""
    return list(takewhile(_is_taken, _names_beside(path)))


def _names_beside(path: Path) -> Iterator[Path]:
    """Name the files beside a case: me.mine.yaml, me.mine-2.yaml and so on."""
    for number in count(1):
        mine = ".mine" if number == 1 else f".mine-{number}"
        yield path.with_name(f"{path.stem}{mine}{path.suffix}")


def _written(done: Done) -> dict[str, str]:
    """Give what was done as a case file writes it."""
    return {name: str(day) for name, day in done.items()}


def _is_taken(path: Path) -> bool:
    return outside.exists(path) or outside.is_link(path)


def _text_of(path: Path) -> str | None:
    """Give what a file says now; None where there is none."""
    if not outside.exists(path):
        return None
    return outside.read(path, LARGEST_CASE).decode(errors="replace")
