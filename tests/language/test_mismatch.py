"""A value of the wrong type is told in an advisor's words, and all that is wrong in it at once."""

import datetime
from typing import Literal

import msgspec
import pytest
from small_base import base, told

from engine.language.mismatch import Mismatch, mismatches

TRUE = 'Write yes or no; true and false are no answers. Quote it if you mean the word: "true".'
TEXT = "Write text, in quotes where YAML would read it otherwise."


class Cell(msgspec.Struct, forbid_unknown_fields=True):
    table: str
    column: str
    rows: tuple[int, ...] = ()


WRONG = [
    (7, str, "must be text, not a whole number", TEXT),
    (None, str, "must be text, not nothing", TEXT),
    (True, str, "must be text, not true or false", TRUE),
    ("one", int, "must be a whole number, not text", "Write a number, like 12."),
    (1.5, int, "must be a whole number, not a number with a point", "Write a number, like 12."),
    (True, int, "must be a whole number, not true or false", TRUE),
    ("yes", bool, "must be true or false, not text", "Write true or false."),
    (1, bool, "must be true or false, not a whole number", "Write true or false."),
    (
        "tomorrow",
        datetime.date,
        "must be a date like 2026-11-22, not text",
        "Write it as 2026-11-22.",
    ),
    (
        20261122,
        datetime.date,
        "must be a date like 2026-11-22, not a whole number",
        "Write it as 2026-11-22.",
    ),
    ("a", tuple[str, ...], "must be a list, not text", "Write [one, two]."),
    ({"a": "b"}, tuple[str, ...], "must be a list, not a mapping", "Write [one, two]."),
    (["a"], dict[str, str], "must be a mapping, not a list", "Write key: value."),
    ("a", Cell, "must be a mapping, not text", "Write key: value."),
    ("one", int | None, "must be a whole number or nothing, not text", "Write a number, like 12."),
    (["a"], str | int, "must be text or a whole number, not a list", TEXT),
    (7, str | tuple[str, ...], "must be text or a list, not a whole number", TEXT),
    ("shuold", Literal["must", "should"], 'can\'t be "shuold"', 'Did you mean "should"?'),
    ("xyz", Literal["must", "should"], 'can\'t be "xyz"', "Known here: must, should."),
    (True, Literal["yes", "no"], 'can\'t be "true"', TRUE),
    (None, Literal["yes", "no"], "can't be nothing", "Known here: no, yes."),
    (["yes"], Literal["yes", "no"], "can't be a list", "Known here: no, yes."),
    (3, Literal["yes", "no"], 'can\'t be "3"', "Known here: no, yes."),
]


@pytest.mark.parametrize(("value", "wanted", "says", "hint"), WRONG)
def test_each_type_says_what_it_wants_what_it_got_and_how_to_write_it(value, wanted, says, hint):
    assert mismatches(value, wanted) == (Mismatch((), says, hint),)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a", str),
        (-3, int),
        (False, bool),
        ("2026-11-22", datetime.date),
        ([], tuple[str, ...]),
        ({"a": "b"}, dict[str, str]),
        ({"table": "a", "column": "b", "rows": [1]}, Cell),
        (None, int | None),
        (["a"], str | tuple[str, ...]),
        ("must", Literal["must", "should"]),
    ],
)
def test_a_value_of_the_type_wanted_has_nothing_wrong(value, wanted):
    assert mismatches(value, wanted) == ()


def test_all_that_is_wrong_in_a_nested_value_is_told_each_with_the_keys_that_lead_there():
    value = {"tabel": "a", "column": 3, "rows": [1, "two", None]}
    number = "Write a number, like 12."
    assert mismatches([value], tuple[Cell, ...]) == (
        Mismatch((0, "tabel"), 'has no key "tabel"', 'Did you mean "table"?'),
        Mismatch((0,), 'needs the key "table"', "Add table: …"),
        Mismatch((0, "column"), "must be text, not a whole number", TEXT),
        Mismatch((0, "rows", 1), "must be a whole number, not text", number),
        Mismatch((0, "rows", 2), "must be a whole number, not nothing", number),
    )


def test_in_a_list_where_text_would_do_as_well_the_faulty_item_is_told():
    assert mismatches(["a", 3], str | tuple[str, ...]) == (
        Mismatch((1,), "must be text, not a whole number", TEXT),
    )


# As an advisor meets it


def test_a_number_wanted_by_a_question_about_a_date_gets_no_hint_about_dates(tmp_path):
    said = told(
        "questions:\n  - {id: step2_date, ask: x, label: x, type: integer, min: one, max: 9}\n",
        tmp_path,
    )
    assert said == [
        'lists.yaml:2:55 wrong-type: "min" of question "step2_date" must be a whole number '
        "or nothing, not text. Write a number, like 12."
    ]


def test_all_faults_of_an_entry_are_told_in_one_run_each_at_its_place(tmp_path):
    said = told(
        """
        conclusions:
          - id: wait
            label: 3
            type: number
            lookup: {table: heights, kye: color, column: [a]}
            rules: {then: yes}
            source: [us, 4]
        """,
        tmp_path,
    )
    assert said == [
        f'lists.yaml:4:5 wrong-type: "label" of conclusion "wait" must be text, not a whole number. {TEXT}',
        'lists.yaml:5:5 wrong-type: "type" of conclusion "wait" can\'t be "number". '
        "Known here: choice, integer, yes-no.",
        'lists.yaml:6:5 wrong-type: "lookup" of conclusion "wait" needs the key "key". Add key: …',
        'lists.yaml:6:30 wrong-type: "lookup" of conclusion "wait" has no key "kye". '
        'Did you mean "key"?',
        f'lists.yaml:6:42 wrong-type: "lookup" of conclusion "wait" must be text, not a list. {TEXT}',
        'lists.yaml:7:5 wrong-type: "rules" of conclusion "wait" is a list. '
        "Start each entry with a dash.",
        f'lists.yaml:8:18 wrong-type: "source" of conclusion "wait" must be text, not a whole number. {TEXT}',
    ]


def test_a_base_is_frozen_in_all_its_parts(tmp_path):
    kb = base(
        """
        questions:
          - {id: kind, ask: x, label: x, type: yes-no}
        nodes:
          - {id: start, title: x, branches: [{when: {kind: yes}, go: end}]}
        """,
        tmp_path,
    )
    node = kb.start
    condition = node.branches[0].when
    parts = {
        "title": (kb.head, node, kb.phases[0]),
        "ask": (kb.questions["kind"],),
        "go": (node.branches[0],),
        "nodes": (kb,),
        "parts": (condition,),
        "atoms": (condition.parts[0][1],),
        "negated": condition.parts[0][1].atoms,
    }
    for name, frozen in parts.items():
        for part in frozen:
            with pytest.raises(AttributeError, match="immutable"):
                setattr(part, name, "else")
