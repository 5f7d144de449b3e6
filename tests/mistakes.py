"""Make single mistakes in the files of a base, of many kinds, each at a place drawn at random.

A kind is a function: it gets a file's lines, and gives every place where it can be made, as the
number of a line and the lines that stand there then. So a mistake is one line changed, put in or
taken out, as an advisor's slip of the hand is.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

Places = Iterator[tuple[int, list[str]]]


class Kind(NamedTuple):
    """Hold a kind of mistake: its name, its group, the files it is made in, how."""

    name: str
    group: str  # form, name, value, harmless
    files: str
    make: Callable[[list[str]], Places]


class Mistake(NamedTuple):
    """Hold one mistake: its kind, the file, the line, the file's text with it."""

    kind: Kind
    file: str
    line: int
    text: str


def misspelt(word: str) -> str:
    """Put the last two letters of a word the other way round, or double the last."""
    if len(word) > 2 and word[-1] != word[-2]:
        return word[:-2] + word[-1] + word[-2]
    return word + word[-1]


def replacing(
    pattern: str, change: Callable[[re.Match[str]], str]
) -> Callable[[list[str]], Places]:
    """Give the kind that changes what a pattern finds, once in a line."""

    def make(lines: list[str]) -> Places:
        for number, line in enumerate(lines):
            if line.lstrip().startswith("#"):
                continue
            for found in re.finditer(pattern, line):
                new = line[: found.start()] + change(found) + line[found.end() :]
                if new != line:
                    yield number, [new]

    return make


def _key(name: str) -> str:
    return rf"(?<![\w-])({name})(?=: )|(?<![\w-])({name})(?=:$)"


def misspelt_key(name: str) -> Callable[[list[str]], Places]:
    return replacing(_key(name), lambda found: misspelt(found[0]))


def without_key(name: str) -> Callable[[list[str]], Places]:
    """Take a key out, with what stands behind it: its line, or its part of one in braces."""

    def make(lines: list[str]) -> Places:
        for number, line in enumerate(lines):
            if re.match(rf"\s+{name}: \S", line) and not line.rstrip().endswith((">-", "|")):
                yield number, []
            found = re.search(rf", {name}: (\"[^\"]*\"|[^,{{}}\[\]\"]+)(?=[,}}])", line)
            if found:
                yield number, [line[: found.start()] + line[found.end() :]]

    return make


def named(pattern: str) -> Callable[[list[str]], Places]:
    """Misspell the name that a pattern finds, in its first group."""

    def change(found: re.Match[str]) -> str:
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return found[0][:start] + misspelt(found[1]) + found[0][end:]

    return replacing(pattern, change)


def _once(line_of: str, *new: str) -> Callable[[list[str]], Places]:
    """Put lines below each line that a pattern matches."""

    def make(lines: list[str]) -> Places:
        for number, line in enumerate(lines):
            if re.match(line_of, line):
                yield number, [line, *(one.replace("LINE", line) for one in new)]

    return make


def _cut(lines: list[str]) -> Places:
    for number, line in enumerate(lines):
        found = re.match(r'(\s+(?:do|how|because|ask|say): )"([^"#:]{30,})"$', line)
        if found and "“" not in line and "," not in found[2]:
            words = found[2].split()
            yield number, [f"{found[1]}{' '.join(words[:4])} #{' '.join(words[4:])}"]


def _unindented(lines: list[str]) -> Places:
    for number, line in enumerate(lines):
        if re.match(r"    [a-z_]+: \S", line):
            yield number, [line[1:]]


def _swapped(lines: list[str]) -> Places:
    """Exchange two rows of a table of rules: their order carries no meaning."""
    for number in range(len(lines) - 1):
        pair = lines[number : number + 2]
        if all(re.match(r"      - \{when: \{.*then: ", line) for line in pair):
            yield number, [pair[1] + "\n" + pair[0]]


EVERY = r"\w[\w-]*\.yaml"
TREE = r"(triage|stabilize|rebuild|communicate|contingency|match-week)\.yaml"
QUESTIONS, CONCLUSIONS, FIRST = r"questions\.yaml", r"conclusions\.yaml", r"first\.yaml"
SOURCES, TABLES, FIGURES = r"sources\.yaml", r"specialties\.yaml", r"figures\.yaml"
CYCLES, BASE = r"cycles\.yaml", r"base\.yaml"

_KEYS = {
    TREE: "at when do how strength by from late because source branches title text go label end",
    QUESTIONS: "ask label type choices help allow min max future until private settles weigh say "
    "stand choice can_change weeks to before suppose",
    CONCLUSIONS: "label type lookup value rules then table key column rows",
    FIRST: "say decide first call not_now only otherwise",
    SOURCES: "title publisher year url status checked_on review_by claims",
    TABLES: "name tier service signals columns missing",
    FIGURES: "table row column value",
    CYCLES: "label dates milestone at unpublished",
    BASE: "opening headline caption ruler stretches marks usually timed weekday running_when",
}
_REQUIRED = {
    TREE: "at do how strength title",
    QUESTIONS: "ask label type",
    CONCLUSIONS: "label then type",
    FIRST: "say",
    SOURCES: "title publisher url status checked_on review_by year",
    FIGURES: "row column value",
    CYCLES: "at label",
}


def _listed(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for files, keys in table.items():
        for key in keys.split():
            yield files, key


KINDS = [
    *(Kind(f"{key} misspelt", "form", files, misspelt_key(key)) for files, key in _listed(_KEYS)),
    *(Kind(f"{key} gone", "form", files, without_key(key)) for files, key in _listed(_REQUIRED)),
    Kind("because gone", "form", TREE, replacing(r"^    because: \S.*$", lambda _: "")),
    Kind("id misspelt", "name", QUESTIONS, named(r"^  - id: ([a-z][a-z0-9_]+)")),
    Kind("fact in when", "name", TREE, named(r"when: \{([a-z][a-z0-9_]+): ")),
    Kind("second fact in when", "name", CONCLUSIONS, named(r"when: \{[^,{}\[\]]+, ([a-z]\w+): ")),
    Kind("choice in when", "name", TREE, named(r"when: \{[a-z]\w+: ([a-z][a-z-]{3,})[,}]")),
    Kind("choice in a list", "name", TREE, named(r"when: \{[a-z]\w+: \[([a-z][a-z-]{3,}),")),
    Kind("choice in a row", "name", CONCLUSIONS, named(r"when: \{[a-z]\w+: ([a-z][a-z-]{3,})[,}]")),
    Kind("go", "name", TREE, named(r"go: ([a-z][a-z0-9-]{2,})")),
    Kind("node of an action", "name", TREE, named(r"^    at: ([a-z][a-z0-9-]+)$")),
    Kind("milestone of by", "name", TREE, named(r"^    by: ([a-z][a-z0-9-]+)$")),
    Kind("milestone of from", "name", TREE, named(r"^    from: ([a-z][a-z0-9-]+)$")),
    Kind("source", "name", TREE, named(r"source: ([a-z][a-z0-9-]+)[,}\n]?$")),
    Kind("claim", "name", TREE, named(r"article/(P\d\.\d[a-z])")),
    Kind("result", "name", CONCLUSIONS, named(r"then: ([a-z][a-z-]{3,}),")),
    Kind("action put first", "name", FIRST, named(r"^    first: \[([a-z][a-z0-9-]+)")),
    Kind("fact of what comes first", "name", FIRST, named(r"when: \{([a-z][a-z0-9_]+): ")),
    Kind("table of a lookup", "name", CONCLUSIONS, named(r"table: ([a-z][a-z-]+)")),
    Kind("key of a lookup", "name", CONCLUSIONS, named(r"key: ([a-z][a-z_]+)")),
    Kind("column of a lookup", "name", CONCLUSIONS, named(r"column: ([a-z][a-z_0-9]+)")),
    Kind("fact of a sum", "name", CONCLUSIONS, named(r"value: ([a-z][a-z_0-9]+) [+-]")),
    Kind("row of a figure", "name", FIGURES, named(r"row: ([a-z][a-z-]+)")),
    Kind("column of a figure", "name", FIGURES, named(r"column: ([a-z][a-z_0-9]+)")),
    Kind("milestone of a date", "name", CYCLES, named(r"milestone: ([a-z][a-z0-9-]+)")),
    Kind("source of a date", "name", CYCLES, named(r"source: ([a-z][a-z0-9-]+)\}")),
    Kind("tier of a specialty", "name", TABLES, named(r"tier: ([a-z][a-z-]+)[,}]")),
    Kind("service of a specialty", "name", TABLES, named(r"service: ([a-z]+)[,}]")),
    Kind("fact in braces", "name", TREE, named(r"\{([a-z][a-z_0-9]{3,})\}[^,}]")),
    Kind("date in braces", "name", EVERY, named(r"\{(?:date|hour|when):([a-z][a-z0-9-]+)\}")),
    Kind("phase", "name", BASE, named(r"phases: \[([a-z]+),")),
    Kind("headline", "name", BASE, named(r"headline: \[([a-z]+),")),
    Kind("figure of the meeting", "name", BASE, named(r"^    - ([a-z][a-z_0-9]+)$")),
    Kind("strength", "value", TREE, named(r"strength: ([a-z]+)$")),
    Kind("status", "value", SOURCES, named(r"status: ([a-z]+)$")),
    Kind("type", "value", QUESTIONS, named(r"type: ([a-z-]+)$")),
    Kind("end", "value", TREE, named(r"end: ([a-z-]+)$")),
    Kind("stand", "value", QUESTIONS, named(r"stand: ([a-z]+)$")),
    Kind("day that is none", "value", SOURCES, replacing(r"review_by: \d{4}", lambda one: one[0] + "-13")),
    Kind("year as a word", "value", SOURCES, replacing(r"year: (\d{4})$", lambda _: "year: last")),
    Kind("address without its start", "value", SOURCES, replacing(r"url: https://", lambda _: "url: ")),
    Kind("date on another weekday", "value", CYCLES, replacing(r"(match-day|rank-list|match-monday|soap-ends), at: (\d{4}-\d\d-)(\d\d)", lambda one: f"{one[1]}, at: {one[2]}{int(one[3]) + 1:02}")),
    Kind("date without its hour", "value", CYCLES, replacing(r"(\d{4}-\d\d-\d\d) \d\d:\d\d", lambda one: one[1])),
    Kind("date of another year", "value", CYCLES, replacing(r"at: 2027-0(\d)", lambda one: f"at: 2026-0{one[1]}")),
    Kind("range backwards", "value", CONCLUSIONS, replacing(r"(\d+)\.\.(\d+)(?=[,}])", lambda one: f"{int(one[2]) + 1}..{one[1]}")),
    Kind("low end as text", "value", TABLES, replacing(r"low: (\d+)(?=\})", lambda one: f'low: "{one[1]}"')),
    Kind("low end with a letter", "value", TABLES, replacing(r"low: (\d\d)\d(?=\})", lambda one: f"low: {one[1]}O")),
    Kind("low end out of bounds", "value", TABLES, replacing(r"low: (\d+)(?=\})", lambda one: f"low: {one[1]}0")),
    Kind("figure out of bounds", "value", FIGURES, replacing(r"value: (\d+)", lambda one: f"value: {one[1]}000")),
    Kind("figure as text", "value", FIGURES, replacing(r"value: (\d+)", lambda one: f'value: "{one[1]}"')),
    Kind("number for a text", "value", TREE, replacing(r"^(    do: ).*$", lambda one: one[1] + "7")),
    Kind("list for a text", "value", TREE, replacing(r"^(    because: )(\"?[A-Z].*)$", lambda one: f"{one[1]}[a, b]")),
    Kind("text for a list", "value", FIRST, replacing(r"first: \[.*\]$", lambda _: "first: {a: b}")),
    Kind("weeks below zero", "value", QUESTIONS, replacing(r"weeks: (\d+)", lambda one: f"weeks: -{one[1]}")),
    Kind("end of a stretch in one row alone", "value", CONCLUSIONS, replacing(r"(gap: \d+\.\.)(\d+)(?=[,}])", lambda one: f"{one[1]}{int(one[2]) - 1}")),
    Kind("overlap by one", "value", CONCLUSIONS, replacing(r"(gap: \d+\.\.)(\d+)(?=[,}])", lambda one: f"{one[1]}{int(one[2]) + 1}")),
    Kind("typed date", "value", TREE, replacing(r"^(    how: \"[^\"]*)\"$", lambda one: f'{one[1]} By March 3."')),
    Kind("row gone", "value", CONCLUSIONS, replacing(r"^      - \{when: \{.*then: .*$", lambda _: "")),
    Kind("branch gone", "value", TREE, replacing(r"^      - \{when: \{.*go: .*$", lambda _: "")),
    Kind("row twice", "value", CONCLUSIONS, _once(r"      - \{when: \{.*then: ", "LINE")),
    Kind("tab", "form", EVERY, replacing(r"^    (?=[a-z_]+: \S)", lambda _: "\t")),
    Kind("no-break space", "form", EVERY, replacing(r"^    (?=[a-z_]+: \S)", lambda _: "  \u00a0 ")),
    Kind("quote not closed", "form", EVERY, replacing(r'(?<=: )("[^"]{10,})"$', lambda one: one[1])),
    Kind("brace not closed", "form", EVERY, replacing(r"\}$", lambda _: "")),
    Kind("bracket not closed", "form", TREE, replacing(r"\]\}$", lambda _: "}")),
    Kind("colon gone", "form", TREE, replacing(r"^(    [a-z]+): (?=\S)", lambda one: f"{one[1]} ")),
    Kind("colon without its space", "form", TREE, replacing(r"^(    [a-z]+): (?=[a-z])", lambda one: f"{one[1]}:")),
    Kind("indentation", "form", EVERY, _unindented),
    Kind("key twice", "form", TREE, _once(r"    strength: ", "LINE")),
    Kind("alias", "form", TREE, replacing(r"^(    because: ).*$", lambda one: one[1] + "*reason")),
    Kind("tag", "form", TREE, replacing(r"^(    because: )(?=[A-Z])", lambda one: one[1] + "!!str ")),
    Kind("control character", "form", TREE, replacing(r"^(    because: \"?[A-Z])", lambda one: one[1] + "\u0008")),
    Kind("text cut by #", "form", EVERY, _cut),
    Kind("text left empty", "form", TREE, replacing(r"^(    (?:do|how|because): ).+$", lambda one: one[1] + '""')),
    Kind("text left to do", "form", TREE, replacing(r"^(    (?:do|how|because): ).+$", lambda one: one[1] + "TODO")),
    Kind("comment", "harmless", EVERY, replacing(r"(?<=[\]}])$", lambda _: "  # as agreed")),
    Kind("blank line", "harmless", EVERY, _once(r"  - id: ", "")),
    Kind("quotes around a word", "harmless", TREE, replacing(r"strength: ([a-z]+)$", lambda one: f'strength: "{one[1]}"')),
    Kind("list of one", "harmless", TREE, replacing(r"^    by: ([a-z-]+)$", lambda one: f"    by: [{one[1]}]")),
    Kind("note", "harmless", TREE, _once(r"    strength: ", "    note: Agreed in May.")),
    Kind("order of rows", "harmless", CONCLUSIONS, _swapped),
    Kind("space at the end", "harmless", EVERY, replacing(r"(?<=[\]}])$", lambda _: "  ")),
]  # fmt: skip


def drawn(folder: Path, kind: Kind, count: int, draw) -> Iterator[Mistake]:
    """Draw some mistakes of a kind among all that can be made in a folder."""
    places = []
    for path in sorted(folder.glob("*.yaml")):
        if re.fullmatch(kind.files, path.name):
            lines = path.read_text().split("\n")
            places += [(path.name, lines, *place) for place in kind.make(lines)]
    for name, lines, number, new in draw.sample(places, min(count, len(places))):
        taken = 2 if kind.name == "order of rows" else 1
        text = "\n".join([*lines[:number], *new, *lines[number + taken :]])
        yield Mistake(kind, name, number + 1, text)


def entry_around(lines: list[str], line: int) -> range:
    """Give the lines of the entry that a line belongs to, as numbers from 1."""
    starts = [n for n, text in enumerate(lines, 1) if re.match(r"  - |[a-z]", text)]
    start = max((n for n in starts if n <= line), default=1)
    end = min((n for n in starts if n > line), default=len(lines) + 1)
    return range(start, end)
