"""Turn decision tables into who falls through or matches twice, and rows that nobody meets."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from engine.checking import wide_gap
from engine.checking.decisions import Decisions, Known, TooManyApplicants, with_any_figures
from engine.checking.graphs import TooLarge
from engine.checking.lookups import row_lacking
from engine.checking.reach import Ways
from engine.checking.regions import regions
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.condition import Options, Pair, holds, pairs
from engine.language.entries import Action, Branch, Conclusion, Node, Row
from engine.language.words import Value

MOST_WORK = 500_000  # applicants times the rows they are held against

Rows = tuple[Row | Branch, ...]


def prove(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find gaps and overlaps in the tables, and rows and actions that can never hold.

    A table that rests on a faulty one is passed over: its faults may be the other's. Where all of
    it takes too long, the first entry that is left is the last problem.
    """
    faulty: set[str] = set()
    work, is_sound = 0, True
    ways = Ways(kb)
    for entry in _provable(kb):
        if work > MOST_WORK:
            message = f"{_called(entry)} was not proved, nor what comes after it."
            hint = "The tables before it take too long: give them fewer rows or fewer facts."
            yield entry.problem("not-proved", message, hint)
            return
        is_doubtful = _rests_on(_rows(entry), faulty, kb)
        told = with_any_figures(kb).told
        problems = [] if is_doubtful else _proved(entry, kb, ways if is_sound else None)
        work += len(_rows(entry)) * (1 + with_any_figures(kb).told - told)
        if problems or is_doubtful:
            is_sound = False
            faulty.add(entry.id if isinstance(entry, Conclusion) else "")
        yield from problems
    if is_sound:
        yield from ways.unreachable()


def _provable(kb: KnowledgeBase) -> Iterator[Conclusion | Node | Action]:
    """Give every decision table, conclusions after those they rest on, then nodes; then actions."""
    yield from (conclusion for conclusion in kb.ordered_conclusions.values() if conclusion.rules)
    yield from (node for node in kb.nodes.values() if node.branches)
    yield from kb.actions.values()


def _rows(owner: Conclusion | Node | Action) -> tuple[Row | Branch | Action, ...]:
    """Give the rows of a table; an action is one by itself."""
    return (owner,) if isinstance(owner, Action) else _rows_of(owner)


def _rows_of(table: Conclusion | Node) -> Rows:
    return table.rules if isinstance(table, Conclusion) else table.branches


def _proved(
    entry: Conclusion | Node | Action, kb: KnowledgeBase, ways: Ways | None
) -> list[Problem]:
    """Give what is wrong with a table or an action; with too many applicants, that it is so.

    `ways` lead to the node of an action, where the tables before it are known to be sound.
    """
    try:
        if isinstance(entry, Action):
            return list(_never(entry, kb, ways.can_apply(entry) if ways else None))
        return [] if _is_sound(entry, kb) else list(_Table(entry, kb).problems())
    except TooManyApplicants as error:
        kinds = f"tells more than {error.most:,} kinds of people apart"
        message = f"{_called(entry)} {kinds}: it was not proved."
        hint = "Split it: let a conclusion gather some of it."
        return [entry.problem("not-proved", message, hint)]


def _is_sound(table: Conclusion | Node, kb: KnowledgeBase) -> bool:
    """Tell whether a table is known to be sound; who falls through is looked for where it isn't."""
    try:
        return regions(kb).is_sound(_rows_of(table))
    except TooLarge:
        return False


def _never(action: Action, kb: KnowledgeBase, can_apply: bool | None) -> Iterator[Problem]:
    """Say that nobody meets an action, or that nobody who does comes to its node."""
    if can_apply:
        return
    if not _can_hold(action, kb):
        message = f"{_called(action)} can never apply."
        yield action.problem("never", message, "Look at its conditions together.")
    elif can_apply is False:
        message = f"{_called(action)} can never apply: nobody who meets it comes to its node."
        hint = "Look at its condition together with the branches that lead there."
        yield action.problem("never", message, hint)


def _called(entry: Conclusion | Node | Action) -> str:
    return f'{type(entry).__name__.lower()} "{entry.id}"'


def _rests_on(rows: Iterable[Row | Branch | Action], faulty: set[str], kb: KnowledgeBase) -> bool:
    """Tell whether rows name a faulty conclusion, or one that rests on it."""
    return not faulty.isdisjoint(kb.behind(name for row in rows for name in row.when.names))


class _Table:
    """Hold one decision table under proof."""

    def __init__(self, owner: Conclusion | Node, kb: KnowledgeBase) -> None:
        self._owner = owner
        self._kb = kb
        self._rows = rows = _rows_of(owner)
        self._decisions: Decisions = with_any_figures(kb)
        self._called = _called(owner)
        names = [name for row in rows for name in row.when.names]
        self._names = tuple(dict.fromkeys(names))
        # One row and an otherwise: no gap and no overlap can be, only rows that nobody meets.
        self._is_plain = len(rows) == 2 and any(row.otherwise for row in rows)

    def problems(self) -> Iterator[Problem]:
        """Give each overlap once, with an applicant, one gap, and the rows nobody meets."""
        met: dict[int, Known] = {}
        gaps: list[Known] = []
        told: set[tuple[int, ...]] = set()
        for known, holding in self._told_apart():
            for index in holding:
                met.setdefault(index, known)
            if not holding:
                gaps.append(known)
            elif len(holding) > 1 and holding not in told:
                told.add(holding)
                yield self._overlap(known, holding)
            if self._is_plain and len(met) == len(self._rows):
                break
        if gaps:
            yield self._gap(gaps)
        yield from self._unmet(met)

    def _told_apart(self) -> Iterator[tuple[Known, tuple[int, ...]]]:
        """Give each applicant that the table tells apart, with the numbers of the rows that hold.

        Raises TooManyApplicants where it takes too long.
        """
        most = MOST_WORK // len(self._rows)
        conditions = [row.when.parts for row in self._rows if not row.otherwise]
        told_apart = self._decisions.tell_rows_apart(conditions, self._names)
        for count, (known, held) in enumerate(told_apart):
            if count >= most:
                raise TooManyApplicants(most)
            yield known, self._holding(held)

    def _unmet(self, met: Collection[int]) -> Iterator[Problem]:
        """Tell the rows that nobody meets."""
        for index, row in enumerate(self._rows):
            if index not in met:
                message = f"row {_row_name(row)} of {self._called} can never hold."
                hint = "Look at its conditions together, or take it out."
                yield row.problem("never", message, hint)

    def _holding(self, held: Iterable[bool]) -> tuple[int, ...]:
        """Give the numbers of the rows that hold, from whether each condition does."""
        conditional = [index for index, row in enumerate(self._rows) if not row.otherwise]
        holding = tuple(index for index, one in zip(conditional, held, strict=True) if one)
        return holding or tuple(index for index, row in enumerate(self._rows) if row.otherwise)

    def _gap(self, gaps: Sequence[Known]) -> Problem:
        """Tell one of those who fall through, and the row that fills the gap and those beside."""
        row = wide_gap.row_of(gaps, self._names, self._decisions.thresholds)
        condition = ", ".join(f"{name}: {compared}" for name, compared in row.items())
        rest = "then: …, because: …" if isinstance(self._owner, Conclusion) else "label: …, go: …"
        message = f"no row of {self._called} holds for a person with {self._person(gaps[0])}."
        add = f"a row: - {{when: {{{condition}}}, {rest}}}"
        person = {**self._decisions.answers(gaps[0]), **gaps[0]}
        lacking = row_lacking(self._names, person, self._kb)
        hint = f"{lacking}. Where it can have none, add {add}" if lacking else f"Add {add}"
        return self._owner.problem("gap", message, hint)

    def _overlap(self, known: Known, holding: tuple[int, ...]) -> Problem:
        first, second = self._rows[holding[0]], self._rows[holding[1]]
        both = f"rows {_row_name(first)} and {_row_name(second)} of {self._called} both hold"
        message = f"{both} for a person with {self._person(known)}."
        hint = f"Take {{{self._row_of(known)}}} out of one of them."
        return second.problem("overlap", message, hint)

    def _person(self, known: Known) -> str:
        """Say who an applicant is, in answers alone."""
        span = self._decisions.thresholds.span
        answers = self._decisions.answers(known).items()
        return ", ".join(f"{name} {span(name, value)}" for name, value in answers)

    def _row_of(self, known: Known) -> str:
        """Write the condition that an applicant meets, in the facts that the table names."""
        span = self._decisions.thresholds.span
        named = [name for name in self._names if name in known]
        return ", ".join(f"{name}: {span(name, known[name])}" for name in named)


def _row_name(row: Row | Branch) -> str:
    return f'"{row.then}"' if isinstance(row, Row) else f'"{row.label or row.go}"'


def _can_hold(action: Action, kb: KnowledgeBase) -> bool:
    """Tell whether some applicant meets the condition of an action."""
    try:
        return regions(kb).can_hold(action)
    except TooLarge:
        return _is_met(action, kb)


def _is_met(action: Action, kb: KnowledgeBase) -> bool:
    """Look for an applicant who meets the condition of an action."""
    # Questions before conclusions: what can be known at once need not be worked out first.
    parts = tuple(sorted(action.when.parts, key=lambda part: _is_derived(part, kb)))
    names = [name for name, _ in pairs(parts)]

    def applies(value: Callable[[str], Value]) -> bool:
        return holds(parts, value)

    return any(holding for _, holding in with_any_figures(kb).tell_apart(applies, names))


def _is_derived(part: Pair | Options, kb: KnowledgeBase) -> bool:
    return any(name in kb.conclusions for name, _ in pairs((part,)))
