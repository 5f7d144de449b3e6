"""Turn codes into the words of a table: a column a conclusion, a node, an action.

`pending` is the question waited for, `first` the row of first.yaml that applies, `next` the at most
three actions that come next, as `a|b|c`. A node or an action is certain, contingent (it hangs on
what the world decides) or not there; `state:ID` says of an action that is whether it is for now,
for later, or late.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from engine.cohort.actions import COMES_FIRST, NEXT, Due
from engine.cohort.asking import DOUBT, PENDING
from engine.cohort.cells import CALLED
from engine.cohort.evaluation import evaluate
from engine.cohort.program import Program
from engine.cohort.reach import EVERY, SOME
from engine.cohort.table import BETWEEN, ID
from engine.cohort.tree import AT
from engine.consultation.consult import consult
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome
from engine.inference.lowered.codes import Domain
from engine.inference.ways import CERTAIN, Ways, union
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion
from engine.language.words import NONE, Value

# A colon stands in no id of a base, so that no column is called like another.
WAITS_FOR, COMES, FOLLOWS = "pending", "first", "next"
CONCLUSION, NODE, ACTION, STATE = "conclusion:", "node:", "action:", "state:"
LEVELS = ("no", "contingent", "certain")
STATES = ("later", "now", "late")


class Outcomes:
    """Work out tables of outcomes, for one base and one day or minute."""

    def __init__(self, kb: KnowledgeBase, program: Program, today: Day | None) -> None:
        self._kb = kb
        self._program = program
        self._today = today
        self._domains = program.form.domains
        self._columns = {
            ID: pl.col(CALLED),
            WAITS_FOR: _worded(PENDING, tuple(kb.questions)),
            COMES: _worded(COMES_FIRST, tuple(kb.first)),
            FOLLOWS: _next(program),
            **{
                CONCLUSION + name: _value(conclusion, self._domains[name])
                for name, conclusion in kb.conclusions.items()
            },
            **{NODE + name: _level(AT + name) for name in kb.nodes},
            **{ACTION + name: self._advised(name) for name in kb.actions},
            **{STATE + name: _state(program.actions.dues[name]) for name in kb.actions},
        }

    @property
    def schema(self) -> pl.Schema:
        """Give the columns of outcomes, and their types."""
        actions = self._program.actions
        held = [
            *(AT + name for name in self._kb.nodes),
            *(due.column for dues in actions.dues.values() for due in dues),
            *actions.names.values(),
        ]
        truths = [level + name for name in held for level in (SOME, EVERY)]
        numbers = [PENDING, COMES_FIRST, *NEXT, *self._kb.conclusions]
        coded = {CALLED: pl.String(), **dict.fromkeys(numbers, pl.Int32())}
        worked_out = pl.LazyFrame(schema={**coded, **dict.fromkeys(truths, pl.Boolean())})
        return worked_out.select(**self._columns).collect_schema()

    def of(self, answers: pl.DataFrame) -> pl.DataFrame:
        """Give the outcomes of coded answers, a row an applicant; questions may be missing.

        A row that columns can't tell is consulted by itself.
        """
        missing = [name for name in self._program.form.questions if name not in answers.columns]
        whole = answers.with_columns(pl.lit(0, dtype=pl.Int32).alias(name) for name in missing)
        worked_out = evaluate(self._program, whole)
        outcomes = worked_out.select(**self._columns)
        if not worked_out[DOUBT].any():
            return outcomes
        single = []
        rows = zip(
            outcomes.rows(named=True), whole.rows(named=True), worked_out[DOUBT], strict=True
        )
        for row, codes, is_doubtful in rows:
            single.append({**row, **as_row(self._consulted(codes))} if is_doubtful else row)
        return pl.DataFrame(single, schema=outcomes.schema)

    def _advised(self, action: str) -> pl.Expr:
        name = self._program.actions.names.get(action)
        return _level(name) if name else pl.lit(LEVELS[0], dtype=pl.Enum(LEVELS))

    def _consulted(self, codes: Mapping[str, int]) -> Outcome:
        answers = {name: answer_of(self._domains[name], codes[name]) for name in self._kb.questions}
        known = {name: answer for name, answer in answers.items() if answer is not None}
        return consult(self._kb, known, self._today)


def answer_of(domain: Domain, code: int) -> Value | None:
    """Give an answer that has a code; None where there is none.

    Choices that no condition tells apart have the same code: any of them will do, and "none" only
    where it stands alone.
    """
    bits = code - len(domain.words)
    if not domain.bits or bits <= 0:
        return domain.value(code)
    others = {place: choice for choice, place in domain.bits.items() if choice != NONE}
    chosen = {others.get(place, NONE) for place in domain.bits.values() if bits >> place & 1}
    return frozenset(chosen)


def as_row(outcome: Outcome) -> dict[str, str | int | None]:
    """Give the outcome of one consultation as a row of the same table, but for the id."""
    kb = outcome.kb
    ways: dict[str, list[Ways]] = {}
    for step in outcome.path:
        ways.setdefault(step.node.id, []).append(step.ways)
    nodes = {node: LEVELS[1 + (union(some, kb.chances) == CERTAIN)] for node, some in ways.items()}
    states = {one.action.id: one.state for one in outcome.actions}
    actions = {one.action.id: LEVELS[2 - one.contingent] for one in outcome.actions}
    facts = {name: _as_cell(kb.conclusions[name], value) for name, value in outcome.facts.items()}
    return {
        WAITS_FOR: outcome.pending.id if outcome.pending else None,
        COMES: outcome.first.id if outcome.first else None,
        FOLLOWS: BETWEEN.join(outcome.next) or None,
        **{CONCLUSION + name: facts.get(name) for name in kb.conclusions},
        **{NODE + name: nodes.get(name, LEVELS[0]) for name in kb.nodes},
        **{ACTION + name: actions.get(name, LEVELS[0]) for name in kb.actions},
        **{STATE + name: states.get(name) for name in kb.actions},
    }


def _as_cell(conclusion: Conclusion, value: Value) -> str | int | None:
    """Give a conclusion's value; a number that is unknown is none."""
    if conclusion.type == "integer":
        return value if isinstance(value, int) else None
    return str(value)


def _value(conclusion: Conclusion, domain: Domain) -> pl.Expr:
    """Give a conclusion as a number or as a word; null where not known, or where no number is."""
    name = conclusion.id
    if conclusion.type == "integer":
        is_number = pl.col(name) > len(domain.words)
        return pl.when(is_number).then(pl.col(name) - domain.shift)
    return _worded(name, domain.words)


def _state(dues: Sequence[Due]) -> pl.Expr:
    """Give the state of an action: of its turns, the one in which it is advised."""
    kind = pl.Enum(STATES)
    state = pl.lit(None, dtype=kind)
    for due in reversed(dues):
        is_due = pl.col(SOME + due.column)
        state = pl.when(is_due).then(pl.lit(due.state, dtype=kind)).otherwise(state)
    return state


def _next(program: Program) -> pl.Expr:
    """Give the actions that come next, as `a|b|c`; null where there is none."""
    called = [one.action for one in program.actions.candidates]
    names = (_worded(name, called).cast(pl.String) for name in NEXT)
    joined = pl.concat_str(*names, separator=BETWEEN, ignore_nulls=True)
    return pl.when(pl.col(NEXT[0]).is_not_null()).then(joined)


def _worded(name: str, words: Sequence[str]) -> pl.Expr:
    """Give the words of codes, which count them from 1; null for 0."""
    # A word stands for 0 as well: a null among them would take twice as long to gather.
    kind = pl.Enum(list(dict.fromkeys(words)))
    known = pl.Series([*words[:1], *words] or [None], dtype=kind)
    return pl.when(pl.col(name) > 0).then(pl.lit(known).gather(pl.col(name)))


def _level(name: str) -> pl.Expr:
    no, contingent, certain = (pl.lit(level, dtype=pl.Enum(LEVELS)) for level in LEVELS)
    is_contingent = pl.when(pl.col(SOME + name)).then(contingent).otherwise(no)
    return pl.when(pl.col(EVERY + name)).then(certain).otherwise(is_contingent)
