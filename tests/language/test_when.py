"""What an advisor writes after `when` becomes tests of facts, and clauses of which one can hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_base import base

from engine.language import when, yaml_file
from engine.language.condition import (
    Atom,
    Condition,
    Fault,
    Options,
    Test,
    TooMany,
    clauses,
    holds,
    opposite,
)
from engine.language.decision_table import Form
from engine.language.words import NOT_YET


def read(text: str) -> Condition:
    return when.read(yaml_file.parse(text, "a test").value)


def one_of(*values: str | int) -> Test:
    return Test((Atom(frozenset(values)),))


def none_of(*values: str | int) -> Test:
    return Test((Atom(frozenset(values), negated=True),))


# Forms

FORMS = {
    "kind: a": Atom(values=frozenset({"a"})),
    "kind: [a, b]": Atom(values=frozenset({"a", "b"})),
    "kind: {not: a}": Atom(values=frozenset({"a"}), negated=True),
    "kind: {not: [a, b]}": Atom(values=frozenset({"a", "b"}), negated=True),
    "score: 225": Atom(values=frozenset({225})),
    'year: "2026"': Atom(values=frozenset({"2026"})),
    "score: 11..20": Atom(ranges=((11, 20),)),
    "score: 21..": Atom(ranges=((21, None),)),
    "score: ..0": Atom(ranges=((None, 0),)),
    "score: -5..-1": Atom(ranges=((-5, -1),)),
    'score: ">= 225"': Atom(ranges=((225, None),)),
    'score: "> 225"': Atom(ranges=((226, None),)),
    'score: "<= 225"': Atom(ranges=((None, 225),)),
    'score: "<225"': Atom(ranges=((None, 224),)),
    "score: [..10, 20, 30.., unknown]": Atom(
        values=frozenset({20, "unknown"}), ranges=((None, 10), (30, None))
    ),
    "score: {not: 11..20}": Atom(ranges=((11, 20),), negated=True),
    "marks: {has: m}": Atom(has=frozenset({"m"})),
    "marks: {has-any: [m, n]}": Atom(has=frozenset({"m", "n"})),
    "marks: {lacks: m}": Atom(lacks=frozenset({"m"})),
    "marks: {lacks: [m, n]}": Atom(lacks=frozenset({"m", "n"})),
    "word: ..": Atom(values=frozenset({".."})),
    "word: 1...2": Atom(values=frozenset({"1...2"})),
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_becomes_one_test_of_one_fact(text):
    condition = read(text)
    assert condition.parts == ((text.split(":")[0], Test((FORMS[text],))),)
    assert condition.faults == ()


@pytest.mark.parametrize(
    ("text", "passing", "failing"),
    [
        ("x: 11..20", [11, 20], [10, 21, "unknown"]),
        ('x: "> 3"', [4], [3]),
        ('x: "< 3"', [2], [3]),
        ("x: {not: a}", ["b", "unknown"], ["a"]),
        ("x: {has: m}", [{"m"}, {"m", "n"}], [{"n"}, {"none"}, "declined"]),
        ("x: {lacks: m}", [{"n"}, {"none"}], [{"m"}, {"m", "n"}, "declined"]),
        ("x: {lacks: [m, n]}", [{"o"}], [{"m"}, {"n", "o"}]),
        ("x: none", [{"none"}], [{"m"}, {"none", "m"}]),
        ("x: declined", ["declined"], [{"m"}]),
    ],
)
def test_a_test_passes_the_values_it_reads_as_and_no_others(text, passing, failing):
    ((_, test),) = read(text).parts
    values = [frozenset(x) if isinstance(x, set) else x for x in (*passing, *failing)]
    assert [test(value) for value in values] == [True] * len(passing) + [False] * len(failing)


@pytest.mark.parametrize("text", FORMS)
def test_what_is_not_answered_or_not_yet_so_passes_no_test(text):
    ((_, test),) = read(text).parts
    assert not test(None)
    assert not test(NOT_YET)


def test_any_becomes_options_each_with_parts_of_its_own():
    (any_of,) = read("any: [{kind: a, score: 1..}, {kind: b}]").parts
    assert isinstance(any_of, Options)
    assert [[name for name, _ in option] for option in any_of.options] == [
        ["kind", "score"],
        ["kind"],
    ]


def test_a_condition_names_each_fact_once_as_written_inside_any_too():
    condition = read("{score: 1.., any: [{kind: a}, {score: 5, size: 2}]}")
    assert condition.names == ("score", "kind", "size")


def test_nothing_written_always_holds():
    assert read("{}").parts == ()
    assert read("{}").holds({})


# Faults of form


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "marks: {hass: m}",
            Fault(
                ("marks",),
                "wrong-type",
                '"marks" is compared in a way I don\'t know.',
                'Did you mean "has"? Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}.',
            ),
        ),
        (
            "gap: {beetween: [1, 2]}",
            Fault(
                ("gap",),
                "wrong-type",
                '"gap" is compared in a way I don\'t know.',
                "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}.",
            ),
        ),
        (
            "marks: {has: m, lacks: n}",
            Fault(
                ("marks",),
                "wrong-type",
                '"marks" is compared in a way I don\'t know.',
                "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}.",
            ),
        ),
        (
            "any: {kind: a}",
            Fault(
                ("any",),
                "wrong-type",
                '"any" takes a list of conditions.',
                "Write any: [{…}, {…}].",
            ),
        ),
        (
            "any: [{kind: a}, b]",
            Fault(
                ("any",),
                "wrong-type",
                '"any" takes a list of conditions.',
                "Write any: [{…}, {…}].",
            ),
        ),
        (
            "any: []",
            Fault(
                ("any",),
                "wrong-type",
                '"any" takes a list of conditions.',
                "Write any: [{…}, {…}].",
            ),
        ),
    ],
)
def test_a_form_that_is_none_is_told_with_what_is_near(text, fault):
    assert read(text).faults == (fault,)


def test_all_faults_of_a_condition_are_told_each_at_its_place():
    faults = read("{marks: {hass: m}, any: [{kind: a}, {size: {ober: 3}}]}").faults
    assert [fault.keys for fault in faults] == [("marks",), ("any", 1, "size")]


# Clauses


def test_the_options_of_any_become_clauses_of_which_the_second_holds_only_without_the_first():
    assert clauses(read("any: [{kind: a}, {size: 3}]").parts, 9) == [
        (("kind", one_of("a")),),
        (("kind", none_of("a")), ("size", one_of(3))),
    ]


def test_what_stands_beside_any_is_in_each_of_its_clauses():
    assert clauses(read("{place: here, any: [{kind: a}, {size: 3}]}").parts, 9) == [
        (("place", one_of("here")), ("kind", one_of("a"))),
        (("place", one_of("here")), ("kind", none_of("a")), ("size", one_of(3))),
    ]


def test_a_fact_tested_twice_is_tested_once_by_both_tests():
    assert clauses(read("{kind: {not: b}, any: [{kind: {not: c}}]}").parts, 9) == [
        (("kind", Test((*none_of("b").atoms, *none_of("c").atoms))),),
    ]


def test_otherwise_holds_where_every_other_branch_is_known_to_fail(tmp_path):
    kb = base(
        """
        questions:
          - {id: kind, ask: x, label: x, type: choice, choices: {a: A, b: B}}
          - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
        nodes:
          - id: start
            title: x
            branches:
              - {when: {kind: a, size: 5..}, label: one, go: end}
              - {when: {kind: b, size: 3}, label: two, go: end}
              - {otherwise: true, label: rest, go: end}
        """,
        tmp_path,
    )
    (one, _), (two, _), (rest, forms) = kb.branch_forms["start"]
    assert rest.label == "rest"
    assert forms == (Form(failed=(one.when.parts, two.when.parts)),)


def test_beside_a_chance_otherwise_is_multiplied_out_into_what_the_others_leave(tmp_path):
    kb = base(
        """
        questions:
          - {id: kind, ask: x, label: x, type: choice, choices: {a: A, b: B}}
          - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
        nodes:
          - id: start
            title: x
            branches:
              - {when: {kind: a, came: yes}, label: one, go: end}
              - {otherwise: true, label: rest, go: end}
        """,
        tmp_path,
    )
    *_, (_, forms) = kb.branch_forms["start"]
    assert forms == (
        Form((("kind", none_of("a")),)),
        Form((("kind", one_of("a")), ("came", none_of("yes")))),
    )


def test_beside_a_chance_otherwise_keeps_what_a_number_can_be_and_its_words_can_not(tmp_path):
    kb = base(
        """
        questions:
          - {id: size, ask: x, label: x, type: integer, min: 1, max: 9, allow: [unknown]}
          - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
        nodes:
          - id: start
            title: x
            branches:
              - {when: {size: ..4, came: yes}, label: one, go: end}
              - {otherwise: true, label: rest, go: end}
        """,
        tmp_path,
    )
    (small, large), came = (
        (Atom(ranges=((None, 4),)), Atom(ranges=((None, 4),), negated=True)),
        none_of("yes"),
    )
    *_, (_, forms) = kb.branch_forms["start"]
    assert forms == (
        Form((("size", Test((large,))),)),
        Form((("size", Test((small,))), ("came", came))),
    )


def test_what_multiplies_out_too_far_is_stopped():
    options = ", ".join(f"{{kind: a, size: {n}, marks: {{has: m}}}}" for n in range(9))
    with pytest.raises(TooMany):
        clauses(read(f"any: [{options}]").parts, 400)


# Random conditions and facts

VALUES = {
    "kind": ["a", "b", "unknown"],
    "size": [*range(10), "unknown"],
    "marks": [*map(frozenset, ("m", "n", "mn", "o")), "declined"],
}
SINGLE = {
    "kind": ["a", ["a", "b"], {"not": "a"}, {"not": ["b", "unknown"]}],
    "size": [3, "5..", "2..4", ["..1", 8], {"not": "3..6"}, "> 7"],
    "marks": [{"has": "m"}, {"has-any": ["m", "o"]}, {"lacks": "n"}, "declined"],
}
singles = st.lists(
    st.one_of(*(st.tuples(st.just(k), st.sampled_from(v)) for k, v in SINGLE.items())),
    max_size=2,
    unique_by=lambda pair: pair[0],
).map(dict)
flat = st.builds(lambda beside, *options: {**beside, "any": [*options]}, singles, singles, singles)
nested = st.builds(lambda beside, *options: {**beside, "any": [*options]}, singles, singles, flat)
written = st.one_of(singles, flat, nested)
all_known = st.fixed_dictionaries({k: st.sampled_from(v) for k, v in VALUES.items()})
some_known = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()})


def holding(multiplied, known):
    return sum(holds(clause, known.get) for clause in multiplied)


@settings(max_examples=50)
@given(written, all_known)
def test_a_condition_holds_where_exactly_one_of_its_clauses_does(written, known):
    condition = when.read(written)
    assert holding(clauses(condition.parts, 10_000), known) == condition.holds(known)


@settings(max_examples=50)
@given(st.one_of(singles, flat), all_known)
def test_its_opposite_holds_just_where_it_does_not(written, known):
    condition = when.read(written)
    assert holding(opposite(clauses(condition.parts, 10_000), 10_000), known) == (
        not condition.holds(known)
    )


@settings(max_examples=50)
@given(written, some_known)
def test_what_is_not_known_makes_no_clause_hold_where_the_condition_does_not(written, known):
    condition = when.read(written)
    assert holding(clauses(condition.parts, 10_000), known) <= condition.holds(known)
