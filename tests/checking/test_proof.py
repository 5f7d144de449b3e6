"""The proof of the tables is exact: brute force over all combinations agrees with it."""

from itertools import product
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from worlds import EXAMPLES

from engine.checking import graphs, proof
from engine.checking.graphs import Graphs
from engine.checking.regions import Regions, built_on
from engine.checking.required import names
from engine.language import loader

HEAD = """
title: Random
version: "1"
opening: x
phases: [one]
headline: []
caption: []
foot: []
"""
QUESTIONS = """
tables:
  - id: heights
    rows: {a: {low: 3}, b: {low: 3}, c: {low: 6}}
questions:
  - {id: kind, ask: x, label: x, type: choice, choices: {a: A, b: B, c: C}, allow: [unknown]}
  - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
  - {id: marks, ask: x, label: x, type: choices, choices: {m: M, n: N, none: None}, allow: [declined]}
conclusions:
  - {id: low, label: x, type: integer, lookup: {table: heights, key: kind, column: low}}
  - {id: gap, label: x, type: integer, value: low - size}
"""
VALUES = {
    "kind": ["a", "b", "c", "unknown"],
    "size": list(range(1, 10)),
    "marks": [
        frozenset({"m"}),
        frozenset({"n"}),
        frozenset({"m", "n"}),
        frozenset({"none"}),
        "declined",
    ],
}
ranges = st.tuples(st.integers(-6, 9), st.integers(0, 5)).map(
    lambda pair: f"{pair[0]}..{pair[0] + pair[1]}"
)
tests = st.one_of(
    st.tuples(
        st.just("kind"),
        st.sampled_from(["a", "[a, b]", "[b, c]", "{not: c}", "unknown", "{not: [a, unknown]}"]),
    ),
    st.tuples(
        st.just("gap"),
        st.one_of(
            ranges,
            st.sampled_from(["unknown", "..0", "1..", "[..-2, 2.., unknown]", "{not: 0..2}"]),
        ),
    ),
    st.tuples(st.just("size"), st.sampled_from(["..4", "5..", "3", '">= 7"', "{not: 2..5}"])),
    st.tuples(
        st.just("marks"),
        st.sampled_from(
            ["{has: m}", "{lacks: m}", "none", "declined", "{not: none}", "{has-any: [m, n]}"]
        ),
    ),
)
plain = st.lists(tests, min_size=1, max_size=2, unique_by=lambda test: test[0]).map(dict)
options = st.lists(plain, min_size=1, max_size=3)


def with_any(pair):
    condition, some = pair
    written = ", ".join(f"{{{', '.join(f'{n}: {t}' for n, t in one.items())}}}" for one in some)
    return {**condition, "any": f"[{written}]"}


rows = st.lists(plain | st.tuples(plain, options).map(with_any), min_size=1, max_size=4)


def base(folder, conditions, otherwise):
    folder.joinpath("base.yaml").write_text(HEAD)
    folder.joinpath("questions.yaml").write_text(QUESTIONS)
    lines = ["phase: one", "title: One", "nodes:", "  - id: start", "    title: x", "    branches:"]
    for number, condition in enumerate(conditions):
        written = ", ".join(f"{name}: {test}" for name, test in condition.items())
        lines.append(f"      - {{when: {{{written}}}, label: row {number}, go: stop}}")
    if otherwise:
        lines.append("      - {otherwise: true, label: rest, go: stop}")
    folder.joinpath("one.yaml").write_text(
        "\n".join([*lines, "  - {id: stop, title: x, end: good}"])
    )
    return loader.load(folder)


def brute_force(kb):
    """Give whether some applicant has no row, whether some has two, and the rows that nobody has."""
    rows = kb.nodes["start"].branches
    counts, held = set(), set()
    for combination in product(*VALUES.values()):
        known = dict(zip(VALUES, combination, strict=True))
        known["low"] = {"a": 3, "b": 3, "c": 6}.get(known["kind"], "unknown")
        known["gap"] = known["low"] - known["size"] if isinstance(known["low"], int) else "unknown"
        found = [n for n, row in enumerate(rows) if not row.otherwise and row.when.holds(known)]
        found = found or [n for n, row in enumerate(rows) if row.otherwise]
        counts.add(min(len(found), 2))
        held.update(found)
    return 0 in counts, 2 in counts, set(range(len(rows))) - held


@settings(max_examples=10 * EXAMPLES)
@given(conditions=rows, otherwise=st.booleans())
def test_gaps_overlaps_and_dead_rows_are_those_of_brute_force(
    tmp_path_factory, conditions, otherwise
):
    kb = base(tmp_path_factory.mktemp("base"), conditions, otherwise)
    assert names(kb) == []
    codes = [problem.code for problem in proof.prove(kb)]
    gap, overlap, dead = brute_force(kb)
    assert ("gap" in codes, "overlap" in codes, codes.count("never")) == (gap, overlap, len(dead))


@settings(max_examples=4 * EXAMPLES)
@given(conditions=rows, otherwise=st.booleans())
def test_a_table_is_sound_by_its_graphs_just_where_brute_force_finds_no_fault(
    tmp_path_factory, conditions, otherwise
):
    kb = base(tmp_path_factory.mktemp("base"), conditions, otherwise)
    is_sound = Regions(kb, Graphs()).is_sound(kb.nodes["start"].branches)
    assert is_sound == (brute_force(kb) == (False, False, set()))


@settings(max_examples=2 * EXAMPLES)
@given(before=rows, conditions=rows, otherwise=st.booleans())
def test_a_base_that_builds_on_the_graphs_of_another_has_the_same_faults(
    tmp_path_factory, before, conditions, otherwise
):
    folder = tmp_path_factory.mktemp("base")
    alone = list(map(str, proof.prove(base(folder, conditions, otherwise))))
    with built_on(Graphs()):
        list(proof.prove(base(tmp_path_factory.mktemp("before"), before, otherwise)))
        assert list(map(str, proof.prove(loader.load(folder)))) == alone


@settings(max_examples=2 * EXAMPLES)
@given(conditions=rows, otherwise=st.booleans())
def test_what_takes_too_many_graphs_is_found_by_trying_applicants(
    tmp_path_factory, conditions, otherwise
):
    folder = tmp_path_factory.mktemp("base")
    kb = base(folder, conditions, otherwise)
    told = [str(problem) for problem in proof.prove(kb) if "reached" not in problem.message]
    with patch.object(graphs, "MOST_GRAPHS", 3):
        tried = list(map(str, proof.prove(loader.load(folder))))
    assert tried == told


@settings(max_examples=4 * EXAMPLES)
@given(conditions=rows)
def test_the_row_that_a_gap_offers_closes_it_for_that_applicant(tmp_path_factory, conditions):
    kb = base(tmp_path_factory.mktemp("base"), conditions, otherwise=False)
    gaps = [problem for problem in proof.prove(kb) if problem.code == "gap"]
    assume(gaps)
    row = gaps[0].hint.removeprefix("Add a row: - {when: {").partition("}, label")[0]
    added = dict(part.split(": ", 1) for part in split(row))
    mended = base(tmp_path_factory.mktemp("mended"), [*conditions, added], otherwise=False)
    assert gaps[0].message not in [problem.message for problem in proof.prove(mended)]


def split(row):
    """Split a condition at the commas between its facts."""
    parts, depth = [""], 0
    for letter in row:
        depth += (letter in "[{") - (letter in "]}")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
