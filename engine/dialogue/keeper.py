"""Turn answers into a case file while they are given.

Which file it is, that no second consultation writes to it, and what to say when it can't be
written: all of that stands here, so that the talk itself just calls `save` and `keep`.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from engine import outside
from engine.consultation import casefile
from engine.errors import CaseError
from engine.language.words import Answers

_ASK = "File to keep the answers in (Enter for none): "


class Keeper:
    """Keep the answers of one consultation in a file that no other consultation holds.

    `path` is that file, None for as long as none is named and once it can't be written any more.
    `read` shows a prompt and gives the line typed; `write` shows a text. Use it in a `with`, so
    that the file is let go at the end. Entering raises CaseError when the file is held by another
    consultation, or stands where nothing can be written.
    """

    def __init__(
        self, path: Path | None, read: Callable[[str], str], write: Callable[[str], None]
    ) -> None:
        self.path = path
        self._read = read
        self._write = write
        self._held = ExitStack()

    def __enter__(self) -> "Keeper":
        if self.path:
            self._held.enter_context(outside.alone(self.path))
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def save(self, answers: Answers) -> None:
        """Write all answers to the file, if there is one.

        When it can't be written, say so and go on without a file: no answer is lost over it.
        """
        if self.path is None:
            return
        try:
            outside.write_whole(self.path, casefile.to_yaml(answers).encode())
        except CaseError as error:
            self.path = None
            self._write(
                f"{error}\nYour answers are still here, but in no file: type save to name another."
            )

    def keep(self, answers: Answers) -> None:
        """Save on request: to the file there is, else to one that the person names.

        Nothing is saved when no file is named.
        """
        if self.path is None and not self._named():
            return
        self.save(answers)
        if self.path:
            self._write(f"Kept in {self.path}.")

    def _named(self) -> bool:
        """Ask for a file until one can be used, and hold it; tell whether one was named."""
        while True:
            try:
                typed = self._read(_ASK).strip()
            except (EOFError, KeyboardInterrupt):
                return False
            if not typed:
                return False
            path = Path(typed).expanduser()
            if path.suffix.lower() not in (".yaml", ".yml"):
                self._write(f'"{typed}" is no case: its name ends in .yaml, like me.yaml.')
            elif path.exists():
                self._write(
                    f"{path} is there already, and nothing is overwritten. Name a new file."
                )
            elif self._hold(path):
                return True

    def _hold(self, path: Path) -> bool:
        """Hold a file for this consultation alone, or say why it can't be; tell which."""
        try:
            self._held.enter_context(outside.alone(path))
        except CaseError as error:
            self._write(str(error))
            return False
        self.path = path
        return True
