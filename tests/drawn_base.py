"""Draw small bases with odd names and texts, as plain values, and write them to a folder.

Most of them pass `kb check`: every table ends in an `otherwise`, or has a row for each value.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st
from odd_words import choices, ids, lines, paragraphs, row_names

Entry = dict[str, Any]
_T = TypeVar("_T")

SOURCE = {"source": "us/S0.1"}
DATES = ("2026-12-18", "1900-01-01", "2199-12-31")
SPECIAL = (("unknown",), ("declined",), ("unknown", "declined"))
STRENGTHS = ("must", "should", "consider", "avoid")


class Fact(NamedTuple):
    """Hold what conditions have to know of a fact: the words it can be, or its bounds."""

    id: str
    words: tuple[str, ...] = ()
    special: tuple[str, ...] = ()  # "unknown", "declined"
    bounds: tuple[int, int] = (-9, 300)
    several: bool = False
    is_chance: bool = False
    is_row: bool = False  # its words are the rows of the table


@st.composite
def bases(draw: st.DrawFn) -> dict[str, Entry]:
    """Draw a base: what each of its files says, by the file's name."""
    pen = _Pen(draw)
    tables = [pen.table()]
    questions = pen.list_of(pen.question, 2, 4)
    milestones = pen.list_of(pen.milestone, 0, 2)
    conclusions = pen.list_of(pen.conclusion, 0, 3)
    shown = [entry["id"] for entry in (*questions, *conclusions)]
    for question, fact in zip(questions, tuple(pen.facts), strict=False):
        question.update(pen.beside(fact))
    nodes = pen.nodes()
    actions = pen.list_of(lambda: pen.action([node["id"] for node in nodes]), 0, 3)
    phase = {"phase": pen.name(), "title": draw(lines), "aim": draw(paragraphs), **SOURCE}
    head = pen.head(shown) | {"phases": [phase["phase"]], "milestones": milestones}
    if any(question.get("support_after") for question in questions):
        head["support"] = head["support"] or [draw(paragraphs)]  # there is someone to call
    dated = [pen.dated(mark["id"]) for mark in milestones if "days" not in mark]
    cycle = {"id": "2026", "label": draw(lines), "dates": dated, **SOURCE}
    lists = {"tables": tables, "questions": questions, "conclusions": conclusions}
    return {
        "base.yaml": head,
        "cycles.yaml": {"cycles": [cycle]},
        "lists.yaml": lists | {"sources": [pen.origin()]},
        "tree.yaml": phase | {"nodes": nodes, "actions": actions},
    }


class _Pen:
    """Draw the entries of one base, each with an id of its own, and remember what it holds."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.facts: list[Fact] = []
        self.marks: list[str] = []  # the ids of the milestones
        self._names: set[str] = set()
        self._rows: tuple[str, ...] = ()
        self._table = ""

    def name(self) -> str:
        name = self.draw(ids.filter(lambda name: name not in self._names))
        self._names.add(name)
        return name

    def list_of(self, entry: Callable[[], Entry], fewest: int, most: int) -> list[Entry]:
        return [entry() for _ in range(self.draw(st.integers(fewest, most)))]

    def pick(self, listed: list[_T] | tuple[_T, ...]) -> _T:
        return self.draw(st.sampled_from(listed))

    def some(self, listed: list[str] | tuple[str, ...], most: int = 2) -> list[str]:
        few = st.lists(st.sampled_from(listed), max_size=most, unique=True)
        return self.draw(few) if listed else []

    def maybe(self, part: Callable[[], Entry]) -> Entry:
        return part() if self.draw(st.booleans()) else {}

    # What the lists hold

    def head(self, shown: list[str]) -> Entry:
        texts = st.lists(paragraphs, max_size=2)
        head = {"title": lines, "version": lines, "opening": paragraphs, "foot": texts}
        head |= {"support": texts}
        chosen = {"headline": self.some(shown), "caption": shown, "columns": self.some(shown)}
        return (
            {key: self.draw(said) for key, said in head.items()}
            | chosen
            | self.maybe(lambda: {"meeting": self._meeting(shown)})
        )

    def _meeting(self, shown: list[str]) -> Entry:
        texts = st.lists(paragraphs, max_size=2)
        said = {key: self.draw(texts) for key in ("bring", "ask", "decided")}
        return {"title": self.draw(lines), "figures": shown} | said

    def origin(self) -> Entry:
        said = {key: self.draw(lines) for key in ("title", "publisher")}
        days = {"checked_on": "2026-11-22", "review_by": "2999-12-31"}
        return {"id": "us", "status": "ours", "claims": {"S0.1": self.draw(lines)}} | said | days

    def milestone(self) -> Entry:
        days = [{}, {}, {"days": 0}, {"days": 3_650}]
        mark = {"id": self.name(), "label": self.draw(lines)} | self.pick(days)
        mark |= self.maybe(lambda: {"when": self._condition()})
        self.marks.append(mark["id"])
        self.facts.append(Fact(mark["id"], ("ahead", "past")))
        return mark

    def dated(self, milestone: str) -> Entry:
        return {"milestone": milestone, "at": self.pick(DATES)} | SOURCE

    def table(self) -> Entry:
        self._table = self.name()
        self._rows = tuple(self.draw(st.lists(row_names, min_size=1, max_size=3, unique=True)))
        sizes = st.integers(-99, 99)
        rows = {row: {"name": self.draw(lines), "size": self.draw(sizes)} for row in self._rows}
        return {"id": self._table, "rows": rows} | SOURCE

    def question(self) -> Entry:
        kind = self.pick(("choice", "row", "choices", "yes-no", "integer"))
        labels = self._labels() if kind in ("choice", "choices") else {}
        words = {"row": self._rows, "yes-no": ("yes", "no")}.get(kind, tuple(labels))
        is_chance = kind in ("choice", "yes-no") and self.draw(st.integers(0, 2)) == 0
        special = () if is_chance else self.pick([(), *SPECIAL])
        low = self.pick((-1_000_000, -3, 0, 1))
        high = low + self.draw(st.integers(2, 300))
        flags = {"several": kind == "choices", "is_chance": is_chance, "is_row": kind == "row"}
        fact = Fact(self.name(), words, special, (low, high), **flags)
        self.facts.append(fact)
        said = {"ask": self.draw(lines), "label": self.draw(lines), "help": self.draw(paragraphs)}
        rest = {"allow": list(special), "private": self.draw(st.booleans())}
        own: Entry = {
            "row": {"choices_from": {"table": self._table, "column": "name"}},
            "integer": {"min": low, "max": high, "coarse": self.draw(st.integers(0, 9))},
        }.get(kind, {"choices": labels} if labels else {})
        if is_chance:
            own["future"] = self.draw(lines.filter(bool))
        type_ = "choice" if kind == "row" else kind
        return {"id": fact.id, "type": type_} | said | rest | own | SOURCE

    def _labels(self) -> dict[str, str]:
        return self.draw(st.dictionaries(choices, lines, min_size=2, max_size=3))

    def beside(self, fact: Fact) -> Entry:
        """Say of a question how its answer can change, and what stands for it."""
        beside: Entry = {}
        if fact.words:
            beside |= self.maybe(lambda: {"weigh": [self._argument(fact)]})
            beside |= self.maybe(lambda: {"support_after": self.some(fact.words)})
        if fact.is_chance:
            says = [{"values": [word], "say": self.draw(lines)} for word in fact.words]
            return beside | {"suppose": says} | self.maybe(lambda: {"until": self._condition()})
        return beside | self.maybe(lambda: {"can_change": [self._lever(fact)]})

    def _argument(self, fact: Fact) -> Entry:
        stand = {"choice": self.pick(fact.words), "stand": self.pick(("for", "against"))}
        return stand | {"say": self.draw(paragraphs), "when": self._condition()} | SOURCE

    def _lever(self, fact: Fact) -> Entry:
        lever = {"do": self.draw(paragraphs), "weeks": self.pick((0, 1, 520))}
        lever |= {"to": self.some(fact.words), "before": self.some(self.marks)}
        return lever | {"apart": self.draw(st.booleans())} | SOURCE

    # What is worked out

    def conclusion(self) -> Entry:
        fixed = [fact for fact in self.facts if not fact.is_chance]
        numbers = [fact.id for fact in fixed if not fact.words]
        keys = [fact.id for fact in fixed if fact.is_row]
        ways = [lambda: self._decided(fixed)]
        ways += [lambda: self._sum(numbers)] * bool(numbers)
        ways += [lambda: self._lookup(keys, numbers)] * bool(keys)
        fact, made = self.pick(ways)()
        self.facts.append(fact)
        said = {"id": fact.id, "label": self.draw(lines), "heading": self.draw(lines)}
        return said | made | SOURCE

    def _sum(self, numbers: list[str]) -> tuple[Fact, Entry]:
        terms = self.some([*numbers, "7", "999999"], 3)
        value = " ".join([numbers[0], *(f"{self.pick('+-')} {term}" for term in terms)])
        made = {"type": "integer", "value": value, "because": self.draw(paragraphs)}
        return Fact(self.name()), made

    def _lookup(self, keys: list[str], numbers: list[str]) -> tuple[Fact, Entry]:
        lookup = {"table": self._table, "key": self.pick(keys), "column": "size"}
        if numbers:
            lookup |= self.maybe(lambda: {"missing": self.pick(numbers)})
        made = {"type": "integer", "lookup": lookup, "because": self.draw(paragraphs)}
        return Fact(self.name()), made

    def _decided(self, facts: list[Fact]) -> tuple[Fact, Entry]:
        labels = self._labels()
        thens = (*labels, "unknown")
        rows = self._rows_of(
            facts, lambda: {"then": self.pick(thens), "because": self.draw(paragraphs)}
        )
        fact = Fact(self.name(), tuple(labels), ("unknown",))
        return fact, {"type": "choice", "choices": labels, "rules": rows}

    def _rows_of(self, facts: list[Fact], row: Callable[[], Entry]) -> list[Entry]:
        """Draw rows of which one holds: one alone, one and the rest, or one for each value."""
        ways = ["alone", "rest"] if facts else ["alone"]
        worded = [fact for fact in facts if fact.words and not fact.several]
        way = self.pick([*ways, "each"] if worded else ways)
        if way == "alone":
            return [row() | SOURCE]
        if way == "rest":
            first = row() | {"when": self._condition(facts)}
            return [first | SOURCE, row() | {"otherwise": True} | SOURCE]
        fact = self.pick(worded)
        values = (*fact.words, *fact.special)
        return [row() | {"when": {fact.id: value}} | SOURCE for value in values]

    # What a condition says

    def _condition(self, facts: list[Fact] | None = None) -> Entry:
        some = st.lists(st.sampled_from(facts or self.facts), min_size=1, max_size=2)
        plain = {fact.id: self._test(fact) for fact in self.draw(some)}
        if self.draw(st.integers(0, 3)) > 0:
            return plain
        count = self.draw(st.integers(1, 4))
        options = [{fact.id: self._test(fact) for fact in self.draw(some)} for _ in range(count)]
        return {"any": options} | self.maybe(lambda: plain)

    def _test(self, fact: Fact) -> object:
        if fact.several:
            word = self.pick(fact.words)
            forms = [{"has": word}, {"lacks": word}, {"has-any": list(fact.words[:2])}]
        elif fact.words:
            word = self.pick((*fact.words, *fact.special))
            forms = [word, {"not": word}, [fact.words[0], word]]
        else:
            low, high = fact.bounds
            number = self.draw(st.integers(low + 1, high - 1))  # so that some answer is beside it
            span = f"{low}..{number}"
            forms = [number, f"{number}..", f"..{number}", f">= {number}", span, {"not": number}]
        return self.pick(forms)

    # The tree

    def nodes(self) -> list[Entry]:
        """Draw nodes in a row; each leads to the next one, and may lead to any behind it."""
        names = [self.name() for _ in range(self.draw(st.integers(1, 4)))]
        return [self._node(name, names[place + 1 :]) for place, name in enumerate(names)]

    def _node(self, name: str, later: list[str]) -> Entry:
        said = {"id": name, "title": self.draw(lines), "text": self.draw(paragraphs)} | SOURCE
        if not later:
            return said | {"end": self.pick(("good", "open"))}
        branches = self._rows_of(
            self.facts, lambda: {"go": self.pick(later), "because": self.draw(paragraphs)}
        )
        branches[0]["go"] = later[0]
        for number, branch in enumerate(branches):
            branch["label"] = f"{number} {self.draw(lines)}"  # no two are called the same
        return said | {"branches": branches}

    def action(self, nodes: list[str]) -> Entry:
        shown = self.pick([fact for fact in self.facts if not fact.is_chance] or self.facts).id
        at = self.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
        said = {"do": f"{self.draw(lines)} {{{shown}}}", "how": self.draw(paragraphs)}
        said |= {"because": self.draw(paragraphs), "strength": self.pick(STRENGTHS)}
        where = {"id": self.name(), "at": at, "by": self.some(self.marks)}
        return where | said | self.maybe(lambda: {"when": self._condition()}) | SOURCE


# The files


def write(files: dict[str, Any], folder: Path) -> None:
    """Write the files of a base to a new folder: as JSON, which is YAML with all words quoted."""
    folder.mkdir()
    for name, said in files.items():
        text = json.dumps(said, ensure_ascii=False, indent=1, default=str)  # days
        (folder / name).write_text(text, encoding="utf-8")
