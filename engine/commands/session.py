"""Hold what one run of the command line has open, and end the run whatever happens."""

import io
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from engine import outside
from engine.commands.terminal import fail, quoted, tell
from engine.errors import MatchpathError
from engine.language.words import Answers

if TYPE_CHECKING:  # a first question waits for none of these
    from engine.dialogue.keeper import Keeper
    from engine.language.base import KnowledgeBase

_STOPPED = 1  # as after quit


class Consultation(msgspec.Struct):
    """Hold a consultation under way: its answers so far, and what keeps them in a file.

    It is gone on with by the words of its `command`, a case, and what was `named` behind them.
    """

    keeper: "Keeper"
    answers: Answers
    command: str
    named: str

    def save(self, answers: Answers) -> None:
        """Take note of all the answers, and keep them in the file if there is one."""
        self.answers = answers
        self.keeper.save(answers)

    def going_on(self, case: Path) -> str:
        """Say how the reader goes on from a case, as they began."""
        return f"Go on with: {self.command} --case {quoted(case)}{self.named}"


class Session(msgspec.Struct):
    """Hold what one run has open, in click's context: bases read, the consultation, the switch."""

    bases: "dict[Path, KnowledgeBase]" = {}
    consultation: Consultation | None = None
    debug: bool = False


def current() -> Session:
    """Give the session of the command that runs."""
    return click.get_current_context().find_root().ensure_object(Session)


@contextmanager
def caught(session: Session) -> Iterator[None]:
    """Turn whatever ends a command before its end into sentences and an exit code.

    The answers of a consultation that stand in no file are written to one first.
    """
    try:
        yield
    except MatchpathError as error:
        _rescue(session)
        fail(str(error))
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        tell(shown.getvalue().rstrip("\n"))
        sys.exit(error.exit_code)
    except click.Abort:  # Ctrl-C while nothing was asked
        _rescue(session)
        tell("Stopped.")
        sys.exit(_STOPPED)
    except Exception as error:
        _rescue(session)
        if isinstance(error, OSError) and error.errno in outside.NO_ROOM:
            fail(f"The output can't be written ({error.strerror}). Make room.")  # a help of click
        _confess(error, session.debug)


def _confess(error: Exception, debug: bool) -> None:
    """Say in a sentence that something unforeseen happened; where it did, when asked."""
    if debug:
        tell(traceback.format_exc().rstrip("\n"))
    first_line = next(iter(str(error).splitlines()), "")[:200]
    what = ": ".join(part for part in (type(error).__name__, first_line) if part)
    fail(f"This should not have happened: {what}. Run again with --debug to see where.")


def _rescue(session: Session) -> None:
    """Write the answers of an open consultation that stand in no file to one, and name it."""
    consultation = session.consultation
    if consultation is None or not consultation.answers or consultation.keeper.path:
        return
    try:
        from engine.consultation import casefile

        data = casefile.to_yaml(consultation.answers).encode()
        path = outside.write_spare("matchpath-rescued", ".yaml", data)
    except Exception:  # nothing may hide the fault that led here
        tell("Your answers could not be kept.")
    else:
        tell(f"Your answers are kept in {path}. {consultation.going_on(path)}")
