"""What a name, a text, a number may be: the type, the message and the schema say the same."""

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from engine.language import base, tables, words
from engine.language.mismatch import mismatches
from engine.language.schema import schema

SCHEMA = schema()
TYPES = {
    name: getattr(words, name)
    for name in [
        "Id",
        "Choice",
        "Claim",
        "Reference",
        "References",
        "OneOrMore",
        "Line",
        "Text",
        "Paragraphs",
        "Address",
        "Labels",
        "Number",
        "Points",
        "Weeks",
        "Days",
        "Year",
    ]
} | {"date": datetime.date, "Rows": tables.Rows, "Columns": tables.Columns, "Meeting": base.Meeting}
plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-700, 4_000),
    st.floats(allow_nan=False),
    st.text(max_size=70),
    st.text("abC1-_. \n\x00\x7f\u2028\u202e\uffff", max_size=6),
    st.sampled_from(["2026-11-22", "20261122", "2026-W01-1", "null", "True", "x" * 401, "y" * 61]),
)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner)
)


@pytest.mark.parametrize("name", TYPES)
@given(value=values)
def test_what_a_type_refuses_has_a_message_and_nothing_else_has(name, value):
    try:
        msgspec.convert(value, TYPES[name])
    except msgspec.ValidationError:
        assert mismatches(value, TYPES[name])
    else:
        assert mismatches(value, TYPES[name]) == ()


@pytest.mark.parametrize("name", ["2027", "2022-07-to-2025-06", "A-or-C", "none", "yes", "1e5"])
def test_years_spans_and_capitals_are_choices(name):
    assert mismatches(name, words.Choice) == ()


@pytest.mark.parametrize(
    "name",
    [
        "null",
        "true",
        "1.5",
        "~",
        "+7",
        ".5",
        "a:_b",
        "x_#y",
        "[z",
        "-_q",
        "*a",
        "!t",
        "%x",
        "'",
        "any",
        "not_yet",
        "unknown",
        "declined",
        "True",
        "NULL",
    ]
    + ["", " sp ", "a\n", "a b", "²", "é", "a--b", "-a", "x" * 61],
)
def test_what_a_case_could_not_name_is_no_choice(name):
    (mismatch,) = mismatches(name, words.Choice)
    assert mismatch.code in ("bad-id", "reserved-id", "too-long")


@pytest.mark.parametrize("char", "\0\x1b\x7f\x85\u2028\u2029\u202a\u202e\u2066\u2069\uffff")
@pytest.mark.parametrize("kind", [words.Line, words.Text])
def test_a_character_that_nobody_sees_is_named_with_its_place(char, kind):
    (mismatch,) = mismatches(f"ab{char}c", kind)
    assert mismatch.code == "control-character"
    assert f"(U+{ord(char):04X}) as character 3" in mismatch.says


def test_lines_and_tabs_may_stand_in_a_text_and_not_in_a_title():
    assert mismatches("one\n\ttwo\n", words.Text) == ()
    assert [one.says for one in mismatches("one\ntwo", words.Line)] == ["has more than one line"]
    assert mismatches("שלום 😀 Ωé", words.Line) == ()


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://www.nrmp.org/a?b=c&d=(e)#f", True),
        ("http://[::1]:80/", True),
        ("tel:+1-888-409-0141", True),
        ("mailto:dean@example.org", True),
        ("", True),
        ("javascript:alert(1)", False),
        ("HTTPS://x", False),
        ("https://", False),
        ("data:text/html,x", False),
        ("https://a b", False),
        ('https://a"><script>', False),
        ("//example.org", False),
        ("https://a\n", False),
    ],
)
def test_a_source_is_on_the_web_a_telephone_or_a_mailbox(address, is_one):
    assert (mismatches(address, words.Address) == ()) == is_one


def parts(schema):
    """Give every mapping in a schema, itself first."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


def test_no_text_and_no_number_of_the_schema_is_without_bounds():
    texts = [part for part in parts(SCHEMA) if part.get("type") == "string"]
    numbers = [part for part in parts(SCHEMA) if part.get("type") == "integer"]
    assert len(texts) > 50
    assert len(numbers) > 5
    assert [text for text in texts if "maxLength" not in text and "format" not in text] == []
    assert [number for number in numbers if not {"minimum", "maximum"} <= number.keys()] == []


def test_no_text_with_a_pattern_may_stand_where_a_list_may():
    # msgspec 0.22 frees the pattern of such a union twice, and takes the process with it.
    unions = [part["anyOf"] for part in parts(SCHEMA) if "anyOf" in part]
    assert len(unions) > 5
    for union in unions:
        assert not (
            any("pattern" in option for option in union)
            and any(option.get("type") == "array" for option in union)
        )


def test_the_types_are_bounded_as_they_are_described():
    for name in ("Id", "Choice", "Claim", "Line", "Text", "Address"):
        described = inspect.type_info(TYPES[name])
        assert described.pattern
        assert described.max_length
    for name in ("Number", "Points", "Weeks", "Days"):
        described = inspect.type_info(TYPES[name])
        assert described.ge is not None
        assert described.le <= words.LARGEST
