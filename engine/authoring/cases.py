"""Turn cases into what was expected and did not come out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from engine import outside
from engine.authoring.told import told
from engine.consultation.answers import plain
from engine.consultation.casefile import Case, load
from engine.consultation.consult import consult
from engine.consultation.deidentified import beside_plan, without_private
from engine.consultation.glance import glance, outlined
from engine.consultation.outcome import Outcome, Upshot
from engine.errors import MatchpathError, Problem
from engine.language import yaml_file
from engine.language.base import KnowledgeBase
from engine.output.plan_text import to_text


class Unmet(msgspec.Struct, frozen=True):
    """Hold one expectation that was not met, and what came out.

    Of a list, `expected` holds what is wrong with it alone: what is missing, or there and unwanted.
    `about` names the entries at fault.
    """

    key: str
    expected: object
    got: object
    about: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, eq=False):
    """Hold how a case came out: its file, its outcome, what it expected in vain, its problems.

    `case` and `outcome` are None, and there are problems, when the case could not be run.
    """

    file: str
    name: str
    outcome: Outcome | None
    case: Case | None = None
    unmet: tuple[Unmet, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether all that was expected came out."""
        return not self.unmet and not self.problems


def run(case: Case, kb: KnowledgeBase) -> Outcome:
    """Consult with a case's answers, on the day it plays."""
    return consult(kb, case.answers, case.today, case.done)


def unmet(case: Case, outcome: Upshot) -> tuple[Unmet, ...]:
    """Hold what a case expects against its outcome; give what was not met, in the order written.

    What it expects `with_figures` counts where the base has some. Words, and what is left out of a
    copy to show around, are looked for in an outcome with its trace, made here if need be.
    """
    missed = []
    wanted = list(case.expect.items())
    if outcome.kb.figures:
        wanted += case.with_figures.items()
    for key, expected in wanted:
        check = _CHECKS.get(key, _concludes)  # any other key names a conclusion
        fault = check(key, expected, outcome)
        if fault:
            missed.append(fault)
    return tuple(missed)


def run_all(folder: Path, kb: KnowledgeBase) -> tuple[Result, ...]:
    """Run every case of a folder, in the order of their names; one that can't be has problems.

    First come those that are not run, for their names end otherwise.
    """
    misnamed = yaml_file.misnamed(_inside(folder)).items()
    unread = (Result(str(path), path.stem, None, problems=(why,)) for path, why in misnamed)
    return (*unread, *(run_one(path, kb) for path in files(folder)))


def run_one(path: Path, kb: KnowledgeBase) -> Result:
    """Run the case of a file; one that can't be has problems."""
    try:
        case = load(path, kb)
        outcome = run(case, kb)
    except MatchpathError as error:
        return Result(str(path), path.stem, None, problems=error.problems)
    return Result(str(path), case.name, outcome, case, unmet(case, outcome))


def glance_all(folder: Path, kb: KnowledgeBase) -> Iterator[tuple[str, Upshot]]:
    """Give what comes out for each case of a folder, after its name; those that fail are left out.

    Without how it came about and what was expected of it, which takes many times as long.
    """
    for path in files(folder):
        with suppress(MatchpathError):
            case = load(path, kb)
            yield case.name, glance(kb, case.answers, case.today, case.done)


def outlines(folder: Path, kb: KnowledgeBase) -> Iterator[Outcome]:
    """Give in outline what comes out for each case of a folder; those that fail are left out."""
    for path in files(folder):
        with suppress(MatchpathError):
            case = load(path, kb)
            yield outlined(kb, case.answers, case.today, case.done)


def files(folder: Path) -> list[Path]:
    """List the case files of a folder, by name; none where there is no folder."""
    return [path for path in _inside(folder) if path.suffix == yaml_file.ENDING]


def _inside(folder: Path) -> list[Path]:
    return outside.folder(folder) if outside.is_folder(folder) else []


# What a case may expect, a function for each kind: it gives what was not met, None when it was.


def _visits(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _all_among(key, expected, outcome.visited)


def _visits_none(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _none_among(key, expected, outcome.visited)


def _recommends(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _all_among(key, expected, outcome.recommended)


def _recommends_none(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _none_among(key, expected, outcome.recommended)


def _asks_next(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    pending = outcome.pending.id if outcome.pending else None
    return None if pending == expected else Unmet(key, expected, pending)


def _comes_first(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    row = outcome.first.id if outcome.first else None
    return None if row == expected else Unmet(key, expected, row, (row,) if row else ())


def _comes_next(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    wanted, got = _names(expected), list(outcome.next)
    if got[: len(wanted)] == wanted:
        return None
    missing = [name for name in wanted if name not in got]
    return Unmet(key, wanted, got, tuple(missing or wanted))


def _comes_next_without(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _none_among(key, expected, outcome.next)


def _comes_with(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    """Expect actions to come out in a state, due by a milestone, with a strength, at a node."""
    wanted = expected if isinstance(expected, dict) else {}
    got = {}
    for one in outcome.actions:
        if one.action.id in wanted:
            came = {
                "state": one.state,
                "due": one.by,
                "strength": one.action.strength,
                "at": one.node,
            }
            got[one.action.id] = came[key]
    wrong = [name for name in wanted if got.get(name) != wanted[name]]
    return Unmet(key, wanted, got, tuple(wrong)) if wrong else None


def _says(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    text = _plan(_whole(outcome))
    missing = [wanted for wanted in _names(expected) if _in_one_line(wanted) not in text]
    return Unmet(key, missing, text) if missing else None


def _says_nothing_of(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    text = _plan(_whole(outcome))
    present = [refused for refused in _names(expected) if _in_one_line(refused) in text]
    return Unmet(key, present, text) if present else None


def _is_told(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    """Expect words to be said of an entry beside the plan."""
    return _told_so(key, expected, outcome, True)


def _is_not_told(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _told_so(key, expected, outcome, False)


def _told_so(key: str, expected: object, outcome: Upshot, wanted: bool) -> Unmet | None:
    """Expect of each entry that its words are said, or that none of them is."""
    whole, faults = _whole(outcome), {}
    for name, words in expected.items() if isinstance(expected, dict) else ():
        unsaid = _unsaid(_names(words), told(whole, name))
        wrong = [some for some in _names(words) if (some in unsaid) == wanted]
        if wrong:
            faults[name] = wrong
    return Unmet(key, faults, None, tuple(faults)) if faults else None


def _unsaid(words: Iterable[str], lines: Iterable[str]) -> list[str]:
    """Give those of some words that no line says, nor some lines in a row; read on till all are."""
    unsaid, text = list(words), ""
    for line in lines:
        text = f"{text} {_in_one_line(line)}"
        unsaid = [some for some in unsaid if _in_one_line(some) not in text]
        if not unsaid:
            break
    return unsaid


def _leaves_out(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    """Expect a copy to show around to lack answers, conclusions or actions."""
    return _all_among(key, expected, _left_out(_whole(outcome)))


def _leaves_in(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _none_among(key, expected, _left_out(_whole(outcome)))


def _shows_in_pictures(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    """Expect answers and actions to stand in the picture beside a plan, where none is private."""
    return _all_among(key, expected, _pictured(outcome))


def _shows_in_no_picture(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    return _none_among(key, expected, _pictured(outcome))


def _pictured(outcome: Upshot) -> list[str]:
    beside = beside_plan(_whole(outcome))
    return [*beside.answers, *beside.recommended]


@lru_cache(maxsize=1)  # a case often expects both that something is there and that it is not
def _plan(outcome: Outcome) -> str:
    return _in_one_line(to_text(outcome))


@lru_cache(maxsize=1)
def _left_out(whole: Outcome) -> list[str]:
    public = without_private(whole)
    kept = {*public.answers, *public.facts, *public.recommended}
    return [name for name in (*whole.answers, *whole.facts, *whole.recommended) if name not in kept]


def _whole(outcome: Upshot) -> Outcome:
    """Give an outcome with its trace; one that is without is consulted for."""
    if isinstance(outcome, Outcome):
        return outcome
    return consult(outcome.kb, outcome.answers, outcome.today, outcome.done)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _concludes(key: str, expected: object, outcome: Upshot) -> Unmet | None:
    value = plain(outcome.facts.get(key))
    return None if value == expected else Unmet(key, expected, value)


_CHECKS: Mapping[str, Callable[[str, object, Upshot], Unmet | None]] = {
    "path": _visits,
    "not-path": _visits_none,
    "actions": _recommends,
    "not-actions": _recommends_none,
    "pending": _asks_next,
    "first": _comes_first,
    "next": _comes_next,
    "not-next": _comes_next_without,
    "state": _comes_with,
    "due": _comes_with,
    "strength": _comes_with,
    "at": _comes_with,
    "left-out": _leaves_out,
    "not-left-out": _leaves_in,
    "pictured": _shows_in_pictures,
    "not-pictured": _shows_in_no_picture,
    "text": _says,
    "not-text": _says_nothing_of,
    "says": _is_told,
    "not-says": _is_not_told,
}


def _all_among(key: str, expected: object, got: Iterable[str]) -> Unmet | None:
    """Expect every name to be among those that came out."""
    came_out = list(got)
    missing = [name for name in _names(expected) if name not in came_out]
    return Unmet(key, missing, came_out, tuple(missing)) if missing else None


def _none_among(key: str, expected: object, got: Iterable[str]) -> Unmet | None:
    """Expect no name to be among those that came out."""
    came_out = list(got)
    present = [name for name in _names(expected) if name in came_out]
    return Unmet(key, present, came_out, tuple(present)) if present else None


def _names(expected: object) -> list[str]:
    """List the names that an expectation gives, one or several."""
    return [str(name) for name in expected] if isinstance(expected, list) else [str(expected)]
