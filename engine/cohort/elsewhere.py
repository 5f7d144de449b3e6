"""Turn a table of answers on DuckDB, Spark or another engine into outcomes there, through Ibis.

The same stages of expressions as on one machine. They are cut into several queries where a chance
may open on the way: what is planned as one is planned for minutes.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
from ibis.expr.types import Table

from engine.cohort.actions import COMES_FIRST, NEXT, Due
from engine.cohort.asking import PENDING
from engine.cohort.cells import CALLED
from engine.cohort.dialect import Stage
from engine.cohort.ibis_dialect import IbisDialect
from engine.cohort.outcomes import (
    ACTION,
    COMES,
    CONCLUSION,
    FOLLOWS,
    LEVELS,
    NODE,
    STATE,
    WAITS_FOR,
)
from engine.cohort.program import Program
from engine.cohort.reach import EVERY, SOME
from engine.cohort.run import require_proved
from engine.cohort.table import BETWEEN, ID
from engine.cohort.tree import AT, OPEN, OPENED
from engine.consultation.answers import taken
from engine.consultation.moment import Day
from engine.errors import CaseError, Problem
from engine.inference.lowered.codes import Domain, NotLowered
from engine.language.base import KnowledgeBase
from engine.language.words import NONE


def outcomes(kb: KnowledgeBase, answers: Table, today: Day) -> Table:
    """Give the table of outcomes, a row an applicant, of a table with a column a question.

    Its cells are text, and name answers by their ids alone. Raises CaseError where a cell is none,
    and NotLowered or KnowledgeError where the base can't be told by columns.
    """
    require_proved(kb)
    program = Program(kb, IbisDialect(), today)
    form = program.form
    asked = program.asked(form.questions)
    if asked.is_doubtful:
        raise NotLowered("what is asked hangs on the order of its rules")
    codes = {name: _coded(answers, name, form.domains[name]) for name in form.questions}
    rows = answers.select(**{CALLED: answers[ID].cast("string")}, **codes).cache()
    _refuse_bad_cells(rows, codes)
    _refuse_taken(kb, answers)
    rows = _staged(rows, [*program.settling, *program.facts]).cache()
    for _ in program.opened_on_the_way:
        rows = _with_chances_open(rows, program).cache()
    walked = _staged(rows, program.walk).cache()
    worked_out = _staged(walked, [*asked.stages, *program.advised])
    return worked_out.select(**_columns(kb, program))


def _coded(answers: Table, name: str, domain: Domain) -> Any:
    """Give the codes of a question's cells: 0 where empty, null where a cell is no answer."""
    if name not in answers.columns:
        return ibis.literal(0, type="int32")
    cell = answers[name].cast("string")
    words = [(cell == word, ibis.literal(code, "int32")) for code, word in _words(domain)]
    empty = (cell.isnull() | (cell == ""), ibis.literal(0, "int32"))
    return ibis.cases(empty, *words, else_=_other(cell, domain)).cast("int32")


def _words(domain: Domain) -> Iterable[tuple[int, str]]:
    return enumerate(domain.words, start=1)


def _other(cell: Any, domain: Domain) -> Any:
    """Give the code of a number, or of several choices as `a|b`; null for what is neither."""
    null = ibis.null("int32")
    if domain.bits:
        return _choices(cell, domain)
    if domain.low > domain.high:
        return null
    number = cell.try_cast("int32")
    return ibis.ifelse(number.between(domain.low, domain.high), number + domain.shift, null)


def _choices(cell: Any, domain: Domain) -> Any:
    """Add up the bits of the choices in a cell; all that stands between its signs must be one."""
    within = ibis.literal(BETWEEN) + cell + ibis.literal(BETWEEN)
    is_chosen = {choice: within.contains(f"{BETWEEN}{choice}{BETWEEN}") for choice in domain.bits}
    counted = reduce(add, (chosen.cast("int32") for chosen in is_chosen.values()))
    places: dict[int, list[Any]] = {}
    for choice, place in domain.bits.items():
        places.setdefault(place, []).append(is_chosen[choice])
    bits = [
        ibis.ifelse(
            reduce(or_, chosen), ibis.literal(1 << place, "int32"), ibis.literal(0, "int32")
        )
        for place, chosen in places.items()
    ]
    parts = cell.length() - cell.replace(BETWEEN, "").length() + 1
    whole = ibis.literal(len(domain.words), "int32") + reduce(add, bits)
    good = (counted == parts) & ~((parts > 1) & is_chosen.get(NONE, ibis.literal(False)))
    return ibis.ifelse(good, whole, ibis.null("int32"))


def _refuse_bad_cells(rows: Table, questions: Iterable[str]) -> None:
    bad = rows.filter(reduce(or_, (rows[name].isnull() for name in questions))).count().execute()
    if bad:
        message = f"{bad:,} rows hold cells that are no answers."
        raise CaseError([Problem(None, "bad-answer", message, "matchpath cohort names each.")])


def _refuse_taken(kb: KnowledgeBase, answers: Table) -> None:
    """Refuse rows where two answers can't stand together."""
    taken = [
        _holds(answers[name], choice) & _holds(answers[other], choice)
        for name in kb.questions
        for other in kb.questions[name].other_than
        if name in answers.columns and other in answers.columns
        for choice in _shared(kb, name, other)
    ]
    bad = answers.filter(reduce(or_, taken)).count().execute() if taken else 0
    if bad:
        message = f"{bad:,} rows hold answers that can't stand together."
        raise CaseError([Problem(None, "bad-answer", message, "matchpath cohort names each.")])


def _shared(kb: KnowledgeBase, name: str, other: str) -> Iterable[str]:
    """Name the choices of one question that another may have taken."""
    for choice in kb.questions[other].choices:
        yield from taken(kb, kb.questions[name], {other: choice})


def _holds(cell: Any, choice: str) -> Any:
    within = ibis.literal(BETWEEN) + cell.cast("string") + ibis.literal(BETWEEN)
    return within.contains(f"{BETWEEN}{choice}{BETWEEN}").fill_null(False)


def _staged(rows: Table, stages: Iterable[Stage]) -> Table:
    for stage in stages:
        if stage:
            rows = rows.mutate(**stage)
    return rows


def _with_chances_open(rows: Table, program: Program) -> Table:
    """Walk down the tree, and open the first chance that is met on the way."""
    walked = _staged(rows, [*program.walk, program.opened])
    opened = {
        OPEN + name: walked[OPEN + name] | (walked[OPENED] == number).fill_null(False)
        for number, name in enumerate(program.chances, start=1)
    }
    return walked.mutate(**opened).select(rows.columns)


def _columns(kb: KnowledgeBase, program: Program) -> Mapping[str, Any]:
    actions = program.actions
    questions = enumerate(kb.questions, start=1)
    return {
        ID: ibis._[CALLED],
        WAITS_FOR: _worded(PENDING, questions),
        COMES: _worded(COMES_FIRST, enumerate(kb.first, start=1)),
        FOLLOWS: _next(program),
        **{CONCLUSION + name: _value(name, program.form.domains[name]) for name in kb.conclusions},
        **{NODE + name: _level(AT + name) for name in kb.nodes},
        **{ACTION + name: _level(actions.names.get(name)) for name in kb.actions},
        **{STATE + name: _state(actions.dues[name]) for name in kb.actions},
    }


def _value(name: str, domain: Domain) -> Any:
    if domain.low > domain.high:
        return _worded(name, _words(domain))
    is_number = ibis._[name] > len(domain.words)
    return ibis.ifelse(is_number, ibis._[name] - domain.shift, ibis.null("int32"))


def _worded(name: str, words: Iterable[tuple[int, str]]) -> Any:
    return _among([(ibis._[name] == code, word) for code, word in words])


def _among(cases: Sequence[tuple[Any, str]]) -> Any:
    """Give the word of the case that holds; null where none does."""
    return ibis.cases(*cases) if cases else ibis.null("string")


def _state(dues: Iterable[Due]) -> Any:
    return _among([(ibis._[SOME + due.column], due.state) for due in dues])


def _next(program: Program) -> Any:
    """Give the actions that come next, as `a|b|c`; null where there is none."""
    first, *others = NEXT
    candidates = program.actions.candidates
    whole = _worded(first, [(n, one.action) for n, one in enumerate(candidates, start=1)])
    behind = [(n, BETWEEN + one.action) for n, one in enumerate(candidates, start=1)]
    for name in others:
        whole = whole + _worded(name, behind).fill_null("")
    return whole


def _level(name: str | None) -> Any:
    no, contingent, certain = LEVELS
    if name is None:
        return ibis.literal(no)
    return ibis.cases((ibis._[EVERY + name], certain), (ibis._[SOME + name], contingent), else_=no)
