"""What a browser keeps: one text, short, that gives the same again; whatever else it holds is dropped."""

import base64
import datetime
import json
import zlib

import pytest
from worlds import CASES, outcome_of_case

from engine.web.kept import LONGEST, Kept, packed, unpacked

ANSWERS = {"place": "abroad", "days": 14, "proofs": frozenset({"card", "copy"})}


def forged(value) -> str:
    """Pack any value as a browser's text is packed."""
    text = value if isinstance(value, str) else json.dumps(value)
    data = zlib.compress(text.encode("utf-8", "surrogatepass"))
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def parts(kept):
    return kept.answers, kept.done, kept.instead, kept.today, kept.said


def test_what_is_packed_comes_back_the_answers_in_their_order(small):
    day = datetime.date(2026, 11, 22)
    kept = Kept(
        {"proofs": frozenset({"card", "copy"}), "place": "abroad", "days": 14},
        {"block-it": day},
        {"days": 80},
        datetime.datetime(2026, 11, 22, 11, 30),
        "Taken as: so.",
    )
    back = unpacked(packed(kept), small)
    assert parts(back) == parts(kept)
    assert list(back.answers) == ["proofs", "place", "days"]


def test_nothing_to_keep_is_no_text(small):
    assert packed(Kept()) == ""
    assert parts(unpacked("", small)) == parts(Kept())


def test_the_longest_case_takes_less_than_a_third_of_a_cookie():
    longest = 0
    for path in CASES[::20]:
        outcome = outcome_of_case(path)
        longest = max(longest, len(packed(Kept(outcome.answers, today=outcome.today))))
    assert longest < LONGEST / 3


NEST = "[" * 20_000 + "]" * 20_000


@pytest.mark.parametrize(
    "text",
    [
        "x", "====", "é", "eJw=", "A" * (LONGEST + 1), "A" * 100_000,
        forged("no JSON"), forged("[]"), forged("7"), forged("null"), forged(NEST),
        forged('{"answers":' + NEST + "}"), forged("9" * 5_000),
        forged({"answers": {"place": "x" * 1_000_000}}),  # a bomb: 2,000 signs, 1 MB unpacked
        forged({"answers": {"place": "abroad"}})[:-4],
    ],
)  # fmt: skip
def test_a_text_that_can_not_be_read_keeps_nothing(small, text):
    assert parts(unpacked(text, small)) == parts(Kept())


@pytest.mark.parametrize(
    "value",
    [
        {"place": "nowhere"}, {"nix": 1}, {"days": 91}, {"days": True}, {"days": 1.5},
        {"days": None}, {"days": [1]}, {"days": {"a": 1}}, {"proofs": [["card"]]},
        {"proofs": ["card", "none"]}, {"place": ["abroad"]}, {"hurry": "late"}, {"": ""}, [], 7,
    ],
)  # fmt: skip
def test_what_is_no_answer_of_the_base_is_dropped_the_rest_stays(small, value):
    assert unpacked(forged({"answers": value}), small).answers == {}
    if isinstance(value, dict):
        both = {"answers": {**value, "found": "torn"}}
        assert unpacked(forged(both), small).answers == {"found": "torn"}


def test_answers_given_twice_are_one(kb):
    twice = {"specialty": "psychiatry", "backup_specialty": "psychiatry"}
    assert unpacked(forged({"answers": twice}), kb).answers == {"specialty": "psychiatry"}


@pytest.mark.parametrize(
    "value",
    [
        {"done": {"nix": "2026-11-22", "block-it": "some day"}}, {"done": {"block-it": 7}},
        {"done": {"block-it": "2026-11-22T10:00"}}, {"done": ["block-it"]},
        {"today": "0001-01-01"}, {"today": "9999-12-31"}, {"today": 7}, {"today": "today"},
        {"instead": {"nix": 1}}, {"said": 7}, {"said": None},
    ],
)  # fmt: skip
def test_whatever_else_is_not_what_it_should_be_is_dropped(small, value):
    assert parts(unpacked(forged(value), small)) == parts(Kept())


def test_what_is_said_is_bounded_and_can_be_written(small):
    said = unpacked(forged('{"said":"\\ud800' + "x" * 2_000 + '"}'), small).said
    assert len(said) == 1_000
    assert said.encode()
