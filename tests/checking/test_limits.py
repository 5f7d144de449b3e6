"""What would take minutes is told as a problem in a second; what may be asked for comes out."""

import itertools
import time

import pytest
from small_base import base, told

from engine.checking import check, limits
from engine.checking.check import names
from engine.consultation.consult import consult
from engine.explanation import levers
from engine.language import loader

SECONDS = 10  # of this process; all of it takes a hundredth to a second
SIZE = "{id: size, ask: x, label: x, type: integer, min: 1, max: 9}"


@pytest.fixture(autouse=True)
def in_time():
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


def said(text, tmp_path):
    """Give what stops a base: problems of names and of size."""
    return [f"{one.code}: {one.message}" for one in names(base(text, tmp_path))]


def yes_no(count):
    return "".join(f"  - {{id: q{n}, ask: x, label: x, type: yes-no}}\n" for n in range(count))


NODES = "nodes:\n  - {id: start, title: x, end: good}\n"


def chain(length):
    lines = [f"questions:\n  - {SIZE}\nconclusions:\n"]
    for n in range(length):
        below = f"c{n - 1}" if n else "size"
        lines.append(f"  - {{id: c{n}, label: x, type: integer, value: {below} + 1}}\n")
    return "".join(lines) + NODES


def test_a_chain_of_conclusions_may_be_so_long(tmp_path):
    kb = base(chain(limits.LONGEST_CHAIN), tmp_path)
    assert names(kb) == []
    check.check(kb)
    consult(kb, {"size": 3})


@pytest.mark.parametrize("length", [limits.LONGEST_CHAIN + 1, 1_500])
def test_a_longer_chain_is_told_and_calls_nothing_too_deep(tmp_path, length):
    assert said(chain(length), tmp_path) == [
        'too-many: conclusion "c50" rests on a chain of more than 50 conclusions.'
    ]


def test_conclusions_that_share_what_they_rest_on_are_worked_out_once_each(tmp_path):
    rows = "\n    rules:\n      - {{when: {{{0}: yes, {1}: yes}}, then: yes, because: x}}\n      - {{otherwise: true, then: no, because: x}}\n"
    lines = ["questions:\n", yes_no(2), "conclusions:\n"]
    for n in range(45):
        one, other = (f"q{n}" if n < 2 else f"c{n - 1}"), (f"q{1 - n}" if n < 2 else f"c{n - 2}")
        lines.append(f"  - id: c{n}\n    label: x\n    type: yes-no" + rows.format(one, other))
    assert not [line for line in told("".join(lines) + NODES, tmp_path) if "not-proved" in line]


def several(named):
    choices = ", ".join(f"c{n}: x" for n in range(30))
    asked = ", ".join(f"c{n}" for n in range(named))
    return (
        f"questions:\n  - {{id: many, ask: x, label: x, type: choices, choices: {{{choices}}}}}\n"
        f"{NODES}actions:\n  - {{id: act, at: start, do: x, how: x, because: x, strength: must, "
        f"when: {{many: {{has-any: [{asked}]}}}}}}\n"
    )


def test_conditions_may_name_ten_choices_of_a_question_and_no_more(tmp_path):
    check.check(base(several(10), tmp_path / "ten"))
    assert said(several(10), tmp_path / "again") == []
    assert said(several(25), tmp_path) == [
        'too-many: conditions name 25 choices of question "many".'
    ]


def sums(most, rows="x - y"):
    asked = "".join(
        f"  - {{id: {name}, ask: x, label: x, type: integer, min: 0, max: {most}}}\n"
        for name in "xy"
    )
    return (
        f"questions:\n{asked}conclusions:\n  - {{id: gap, label: x, type: integer, value: {rows}}}\n"
        f"{NODES}actions:\n  - {{id: act, at: start, do: x, how: x, because: x, strength: must, "
        "when: {gap: 1..}}\n"
    )


def test_two_numbers_as_wide_as_a_score_may_be_subtracted(tmp_path):
    assert said(sums(300), tmp_path) == []


def test_two_numbers_as_wide_as_they_may_be_can_not(tmp_path):
    assert said(sums(1_000_000), tmp_path) == [
        'too-many: the sum of conclusion "gap" can come about in too many ways, '
        "with the sums before it."
    ]


def test_sums_of_sums_grow_no_further_than_what_they_lie_between(tmp_path):
    text = sums(631).replace(  # were it one wider, it would be too much
        NODES, "  - {id: twice, label: x, type: integer, value: gap + gap}\n" + NODES
    )
    assert said(text, tmp_path) == []


def asking(condition, questions):
    return (
        f"questions:\n{questions}{NODES}actions:\n  - {{id: act, at: start, do: x, how: x, "
        f"because: x, strength: must, when: {{{condition}}}}}\n"
    )


def test_a_condition_makes_a_hundred_comparisons_and_no_more(tmp_path):
    many = ", ".join(f"q{n}: yes" for n in range(1_500))
    assert said(asking(many, yes_no(1_500)), tmp_path) == [
        'too-many: action "act": it makes 1,500 comparisons; it may make 100.'
    ]


def test_a_table_of_many_facts_is_tried_without_calling_too_deep(tmp_path):
    rows = "".join(f"      - {{when: {{q{n}: yes}}, label: b{n}, go: stop}}\n" for n in range(400))
    text = (
        f"questions:\n{yes_no(400)}nodes:\n  - id: start\n    title: x\n    branches:\n{rows}"
        "      - {otherwise: true, label: rest, go: stop}\n"
        "  - {id: stop, title: x, end: good}\n"
    )
    assert [line for line in told(text, tmp_path) if "not-proved" in line]


def test_an_action_names_six_chances_and_no_more(tmp_path):
    asked = yes_no(7).replace("yes-no", "yes-no, future: Later")
    named = ", ".join(f"q{n}: yes" for n in range(7))
    assert said(asking(named, asked), tmp_path) == [
        'too-many: action "act" names 7 questions with a future.'
    ]


def test_a_base_comes_to_so_many_rules(tmp_path):
    named = ", ".join(f"q{n}: yes" for n in range(90))
    actions = "".join(
        f"  - {{id: a{n}, at: start, do: x, how: x, because: x, strength: must, when: {{{named}}}}}\n"
        for n in range(70)
    )
    assert said(f"questions:\n{yes_no(90)}{NODES}actions:\n{actions}", tmp_path) == [
        'too-many: with action "a60", the conditions of the base come to too many rules.'
    ]


def test_thousands_of_wrong_names_are_told_and_the_first_are_guessed(tmp_path):
    actions = "".join(
        f"  - {{id: a{n}, at: strat{n}, do: x, how: x, because: x, strength: must}}\n"
        for n in range(4_000)
    )
    problems = names(base(f"questions:\n{yes_no(1_900)}{NODES}actions:\n{actions}", tmp_path))
    assert len(problems) == 4_000
    assert problems[0].hint == 'Did you mean "start"?'


def test_thousands_of_nodes_in_a_row_are_ordered_and_walked(tmp_path):
    nodes = "".join(
        f"  - {{id: n{n}, title: x, branches: [{{go: {f'n{n + 1}' if n < 2_999 else 'end'}}}]}}\n"
        for n in range(3_000)
    )
    kb = base(f"nodes:\n{nodes}", tmp_path)
    assert names(kb) == []
    assert [node.id for node in kb.ordered_nodes] == [f"n{n}" for n in range(3_000)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("questions:\n" + yes_no(2_001), "questions and conclusions"),
        (
            "nodes:\n" + "".join(f"  - {{id: n{n}, title: x}}\n" for n in range(5_001)),
            "nodes and actions",
        ),
    ],
)
def test_a_base_has_so_many_entries(tmp_path, text, says):
    (line,) = told(text, tmp_path)
    assert "too-many" in line
    assert says in line


def test_a_folder_has_so_many_files_and_so_many_values(tmp_path, monkeypatch):
    kb = base(NODES, tmp_path)
    assert kb.nodes
    monkeypatch.setattr(loader, "MOST_VALUES", 5)
    (line,) = told(NODES, tmp_path / "values")
    assert "values; it may have 5." in line
    monkeypatch.setattr(loader, "MOST_FILES", 1)
    (line,) = told(NODES, tmp_path / "files")
    assert "YAML files; it may have 1." in line


# What is no fault


@pytest.mark.parametrize("row", ["{then: yes, because: x}", "{when: {}, then: yes, because: x}",
                                 "{otherwise: true, then: yes, because: x}"])  # fmt: skip
def test_a_single_row_needs_no_condition(tmp_path, row):
    kb = base(
        f"""
        conclusions:
          - {{id: sure, label: x, type: yes-no, rules: [{row}]}}
        nodes:
          - id: start
            title: x
            branches: [{{when: {{sure: yes}}, label: a, go: end}}, {{when: {{sure: no}}, label: b, go: end}}]
        """,
        tmp_path,
    )
    assert names(kb) == []
    outcome = consult(kb, {})
    assert outcome.facts["sure"] == "yes"
    assert [step.branch.label for step in outcome.path] == ["a"]


def test_a_base_without_headlines_has_levers(tmp_path):
    text = f"questions:\n  - {SIZE[:-1]}, can_change: [{{do: x, weeks: 1}}]}}\n{NODES}"
    text += "actions:\n  - {id: act, at: start, do: x, how: x, because: x, strength: must, when: {size: ..4}}\n"
    outcome = consult(base(text, tmp_path), {"size": 3})
    (option,) = levers.levers(outcome)
    assert option.eases(outcome)


def kinds(rows):
    """Give a table with a row for each way to answer eleven questions, but for the last ones."""
    ways = itertools.islice(itertools.product(("yes", "no"), repeat=11), rows)
    written = "".join(
        f"      - {{when: {{{', '.join(f'q{n}: {word}' for n, word in enumerate(words))}}}, "
        f"label: b{number}, go: stop}}\n"
        for number, words in enumerate(ways)
    )
    return (
        f"questions:\n{yes_no(11)}nodes:\n  - id: start\n    title: x\n    branches:\n{written}"
        "  - {id: stop, title: x, end: good}\n"
    )


def of_the_proof(text, tmp_path):
    """Name what the proof tells of a base."""
    codes = ("gap", "overlap", "never", "not-proved", "too-many")
    found = [line.split()[1] for line in told(text, tmp_path)]
    return [code for code in codes for one in found if one == f"{code}:"]


def test_a_table_with_a_row_for_each_of_two_thousand_kinds_is_proved(tmp_path):
    assert of_the_proof(kinds(2_048), tmp_path) == []


def test_where_one_of_two_thousand_rows_is_missing_the_table_is_told_to_be_unproved(tmp_path):
    assert of_the_proof(kinds(2_047), tmp_path) == ["not-proved"]


def test_facts_that_are_asked_far_apart_are_tried_where_they_come_to_too_many_graphs(tmp_path):
    chain = ", ".join(f"q{n}: yes" for n in range(40))
    pairs = ", ".join(f"{{q{n}: yes, q{n + 20}: yes}}" for n in range(20))
    text = f"""\
nodes:
  - id: start
    title: x
    branches:
      - {{when: {{{chain}}}, label: a, go: next}}
      - {{otherwise: true, label: b, go: next}}
  - id: next
    title: x
    branches:
      - {{when: {{any: [{pairs}]}}, label: a, go: stop}}
      - {{otherwise: true, label: b, go: stop}}
  - {{id: stop, title: x, end: good}}
"""
    assert of_the_proof(f"questions:\n{yes_no(40)}{text}", tmp_path) == []
