"""What a base is lowered to: codes, masks of worlds; and what is left to the rules."""

from functools import reduce
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from small_base import base

from engine.authoring import cases
from engine.consultation import casefile
from engine.consultation.consult import consult, settle
from engine.consultation.glance import findings, glance, settled_glance
from engine.errors import KnowledgeError
from engine.inference.evaluation import Evaluator
from engine.inference.lowered.codes import Domain, NotLowered, domains, joined
from engine.inference.lowered.lowering import lowered
from engine.inference.lowered.worlds import Worlds
from engine.language.condition import Atom, Test
from engine.language.loader import BUILT_IN

# Codes


def test_words_come_before_numbers_and_nothing_is_0():
    domain = Domain(words=("unknown", "declined"), low=-2, high=3)
    values = [None, "unknown", "declined", -2, -1, 0, 1, 2, 3]
    assert [domain.code(value) for value in values] == list(range(9))
    assert [domain.value(code) for code in range(9)] == values
    assert domain.last == 8


@given(st.lists(st.tuples(st.integers(-5, 8), st.integers(0, 5)), max_size=3), st.booleans())
def test_a_test_holds_for_just_the_codes_in_its_runs(spans, negated):
    domain = Domain(words=("unknown",), low=-3, high=6)
    ranges = tuple((low, low + more) for low, more in spans)
    test = Test((Atom(values=frozenset({0, "unknown"}), ranges=ranges, negated=negated),))
    runs = domain.runs(test)
    held = [code for code in range(domain.last + 1) if any(a <= code <= b for a, b in runs)]
    assert held == [code for code in range(domain.last + 1) if test(domain.value(code))]


def test_runs_that_touch_become_one():
    assert joined([(5, 6), (1, 2), (3, 3), (8, 9), (5, 5)]) == ((1, 3), (5, 6), (8, 9))


MARKS = """
questions:
  - {id: marks, ask: x, label: x, type: choices, choices: {m: M, n: N, o: O, p: P, none: None}}
nodes:
  - {id: start, title: x, branches: [{when: {marks: {has: n}}, label: one, go: end}, {when: {marks: {lacks: n}}, label: two, go: end}]}
"""


def test_choices_that_no_condition_names_are_one(tmp_path):
    marks = domains(base(MARKS, tmp_path))["marks"]
    codes = [marks.code(frozenset(choices)) for choices in ("n", "m", "op", "mn", ("none",))]
    assert codes == [1, 2, 2, 3, 2]


# Worlds

THREE = Worlds((("came", ("yes", "no")), ("fits", ("all", "part", "none")), ("paid", ("y", "n"))))


@given(st.integers(0, THREE.every))
def test_a_mask_and_its_ways_say_the_same_and_no_two_ways_meet(mask):
    ways = THREE.ways(mask)
    masks = [THREE.of([way]) for way in ways]
    if mask == THREE.every:
        assert ways == ()
    else:
        assert (reduce(or_, masks, 0), sum(masks)) == (mask, mask)


def in_a_row(count, tmp_path):
    """Make a base of chances in a row, whose branches meet again after each."""
    questions, nodes, actions = ["questions:"], ["nodes:"], ["actions:"]
    for n in range(count):
        questions.append(f"  - {{id: q{n}, ask: x, label: x, type: yes-no, future: Not yet}}")
        branches = ", ".join(
            f"{{when: {{q{n}: {word}}}, label: x, go: n{n + 1}}}" for word in ("yes", "no")
        )
        nodes.append(f"  - {{id: n{n}, title: x, branches: [{branches}]}}")
        actions.append(
            f"  - {{id: a{n}, at: n{n + 1}, when: {{q{n}: yes}}, do: x, how: x, because: x, strength: must}}"
        )
    nodes.append(f"  - {{id: n{count}, title: x, end: good}}")
    return base("\n".join([*questions, *nodes, *actions]), tmp_path)


def test_ten_chances_that_meet_again_are_a_thousand_worlds_in_one_walk(tmp_path):
    upshot = glance(in_a_row(10, tmp_path), {"q0": "not_yet"})
    assert len(upshot.path) == 2 * 10 + 1
    assert upshot.recommended.keys() == {f"a{n}" for n in range(10)}
    assert upshot.actions[3].ways == ((("q3", ("yes",)),),)


def test_beyond_twelve_chances_of_two_choices_the_rules_are_asked(tmp_path):
    kb = in_a_row(13, tmp_path)
    for make in (lowered, Evaluator):
        with pytest.raises(NotLowered, match="more than 4,096 worlds"):
            make(kb)
    answers = {f"q{n}": "yes" for n in range(13)}
    assert glance(kb, answers).recommended.keys() == consult(kb, answers).recommended.keys()


# What is left to the rules

FAULTY = """
questions:
  - {id: kind, ask: x, label: Kind, type: choice, choices: {a: A, b: B, c: C, d: D}}
  - {id: size, ask: x, label: Size, type: integer, min: 1, max: 9}
nodes:
  - {id: start, title: x, branches: [{when: {kind: [a, d]}, label: of a, go: more}, {when: {kind: [b, d]}, label: of b, go: stop}]}
  - {id: more, title: x, branches: [{when: {size: 5..}, label: large, go: stop}, {when: {size: ..4}, label: small, go: stop}]}
  - {id: stop, title: x, end: good}
"""


@pytest.mark.parametrize(("kind", "fault"), [("c", "gap"), ("d", "overlap")])
def test_a_gap_and_an_overlap_are_refused_as_the_rules_refuse_them(tmp_path, kind, fault):
    kb, answers = base(FAULTY, tmp_path), {"kind": kind, "size": 3}
    refusals = []
    for run in (consult, glance):
        with pytest.raises(KnowledgeError) as caught:
            run(kb, answers)
        refusals.append(str(caught.value))
    assert refusals[0] == refusals[1]
    assert fault in refusals[0]


@pytest.mark.parametrize("part", ["asked", "advised", "first"])
def test_what_is_found_without_a_part_is_the_rest(kb, part):
    nothing = {"asked": (), "advised": {}, "first": None}[part]
    for path in cases.files(BUILT_IN / "cases")[::15]:
        case = casefile.load(path, kb)
        whole = findings(kb, case.answers, case.today, case.done)
        rest = findings(kb, case.answers, case.today, case.done, without=[part])
        waits = part == "asked" and not set(whole.asked) <= case.answers.keys()
        # Where an answer is missing, what is asked tells it from a gap, and is found all the same.
        assert rest == (whole if waits and rest.asked else replace(whole, **{part: nothing}))


def test_a_glance_leaves_aside_what_settling_does(tmp_path):
    kb, answers = base(FAULTY, tmp_path), {"size": 3, "kind": "b"}
    (upshot, outcome) = (run(kb, answers, None) for run in (settled_glance, settle))
    assert (
        (upshot.answers, upshot.asked)
        == (outcome.answers, outcome.asked)
        == ({"kind": "b"}, ("kind",))
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ("label: Kind, type: choice, future: Later,", '"large" rests on a chance'),
        ("label: Kind, type: choice, ", "rest on each other"),
    ],
)
def test_a_base_that_check_refuses_is_left_to_the_rules(tmp_path, changed, why):
    text = (
        FAULTY.replace("label: Kind, type: choice, ", changed)
        + """
conclusions:
  - {id: large, label: x, type: yes-no, rules: [{when: {kind: a, late: yes}, then: yes, because: x}]}
  - {id: late, label: x, type: yes-no, rules: [{when: {large: yes}, then: yes, because: x}]}
"""
    )
    kb = base(text, tmp_path)
    for make in (lowered, Evaluator):
        with pytest.raises(NotLowered, match=why):
            make(kb)
