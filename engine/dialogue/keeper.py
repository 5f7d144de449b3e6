"""Turn answers into a case file while they are given, and say what becomes of them."""

from collections.abc import Callable
from pathlib import Path

from engine import outside
from engine.consultation.casefile import KeptCase
from engine.consultation.held_case import HeldCase
from engine.errors import CaseError
from engine.language.base import KnowledgeBase
from engine.language.words import Answers

UNSAVED = "Your answers are in no file."
_ASK = "File to keep the answers in (Enter for none): "
_STILL_HERE = "Your answers are still here, but in no file: type save to name another."
_YES, _NO = ("yes", "y", "save"), ("no", "n", "quit", "q", "exit")  # said, and not meant as names


class Keeper:
    """Keep the answers of one consultation in a file that no other consultation holds.

    Used in a `with`, so that the file is let go at the end; there may be none until the person
    names one. `read` is None where nobody can type. Raises CaseError when the file named at the
    start is held by another consultation, or stands where nothing can be written.
    """

    def __init__(
        self,
        path: Path | None,
        read: Callable[[str], str] | None,
        write: Callable[[str], None],
    ) -> None:
        self.unsaved = False  # whether a save failed, and none has succeeded since
        self._named = path
        self._read = read
        self._write = write
        self._case = HeldCase()

    @property
    def path(self) -> Path | None:
        """Give the file that the answers are in; None where they are in none."""
        return self._case.path

    def __enter__(self) -> "Keeper":
        if self._named:
            self._case.take(self._named)
        return self

    def __exit__(self, *_: object) -> None:
        self._case.let_go()

    def open(self, kb: KnowledgeBase) -> KeptCase:
        """Read the case to go on from; an empty one where there is none yet.

        Raises CaseError when the file is no case.
        """
        return self._case.open(kb)

    def save(self, answers: Answers) -> None:
        """Write all answers, if there is a file; if it can't be written, say so and go on."""
        try:
            self._save(answers)
        except CaseError as error:
            self._case.give_up()
            self.unsaved = True
            self._write(f"{error}\n{_STILL_HERE}" if self._read else str(error))

    def keep(self, answers: Answers) -> None:
        """Save on request, to a file that the person names where there is none yet."""
        if self.path is None:
            self._save_to_named(answers)
        else:
            self.save(answers)
        if self.path:
            self._write(f"Kept in {self.path}.")

    def _save(self, answers: Answers) -> None:
        to_say = self._case.save(answers)
        self.unsaved = self.unsaved and self.path is None
        if to_say:
            self._write(to_say)

    def _save_to_named(self, answers: Answers) -> None:
        """Ask for a file until the answers are in one; nothing typed is none."""
        while self.path is None and (typed := self._typed()):
            try:
                path = self._new(typed)
                if path:
                    self._case.take(path)
                    self._save(answers)
            except CaseError as error:
                self._case.give_up()
                self._write(str(error))

    def _typed(self) -> str:
        """Read the name of a file; empty where the person wants none."""
        try:
            typed = self._read(_ASK).strip() if self._read else ""
        except (EOFError, KeyboardInterrupt):
            return ""
        return "" if typed.lower() in _NO else typed

    def _new(self, typed: str) -> Path | None:
        """Give the new file that a person named; None, and say why, where it can be none.

        Raises CaseError when the name is one that the system refuses.
        """
        if typed.lower() in _YES:
            self._write("Name the file, like me.yaml.")
            return None
        path = outside.expanded(typed)
        if outside.is_folder(path):
            self._write(f"{path} is a folder. Name a file in it, like me.yaml.")
            return None
        if not path.suffix:
            path = path.with_name(f"{path.name}.yaml")
            self._write(f'A case\'s name ends in .yaml: "{typed}" becomes {path}.')
        if path.suffix.lower() not in (".yaml", ".yml"):
            self._write(f'"{typed}" is no case: its name ends in .yaml, like me.yaml.')
        elif outside.exists(path) or outside.is_link(path):
            self._write(f"{path} is there already, and nothing is overwritten. Name a new file.")
        else:
            return path
        return None
