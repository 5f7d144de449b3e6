"""Beside the choices of a question stands what they would come to, as far as it is known."""

import pytest
from small_base import base, told

from engine.dialogue import conversation

BOATS = """
    tables:
      - id: boats
        source: us
        rows:
          kayak: {name: Kayak, price: 300}
          dinghy: {name: A dinghy with a sail, price: 1200}
    questions:
      - {id: money, ask: How much have you?, label: Money, type: integer, min: 0, max: 5000, source: us}
      - id: boat
        ask: Which boat?
        label: Boat
        type: choice
        choices_from: {table: boats, column: name}
        choices: {other: Another one}
        allow: [unknown]
        beside: [price, lacking, fit]
        help: One that floats.
        source: us
      - {id: calm, ask: Is it calm?, label: Calm, type: yes-no, source: us}
      - {id: other_price, ask: What does it cost?, label: Other price, type: integer, min: 0, max: 5000, source: us}
    conclusions:
      - {id: price, label: Price, type: integer, lookup: {table: boats, key: boat, column: price, missing: other_price}, because: The list says so., source: us}
      - {id: lacking, label: What is lacking, heading: to save, type: integer, value: price - money, because: B., source: us}
      - id: fit
        label: Within reach
        type: yes-no
        source: us
        rules:
          - {when: {lacking: ..0}, then: yes, because: B., source: us}
          - {when: {lacking: 1..}, then: no, because: B., source: us}
          - {when: {lacking: unknown}, then: unknown, because: B., source: us}
    nodes:
      - id: shop
        title: The shop
        source: us
        branches:
          - {when: {money: 1.., fit: yes}, label: buy, go: sea, source: us}
          - {when: {money: 1.., fit: {not: yes}}, label: save, go: end, source: us}
          - {when: {money: 0}, label: look, go: end, source: us}
      - id: sea
        title: The sea
        source: us
        branches:
          - {when: {calm: yes}, label: calm, go: end, source: us}
          - {when: {calm: no}, label: rough, go: end, source: us}
    sources:
      - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
TABLE = """\
Which boat?
                           Price  to save  Within reach
  1. Kayak                   300     -100  Yes
  2. A dinghy with a sail   1200      800  No
  3. Another one               -        -  -
  4. I don't know              -        -  -"""


def screen(tmp_path, *typed, width=78, text=BOATS):
    """Give what is written after some lines typed."""
    lines, written = iter([*typed, "quit"]), []
    with pytest.raises(conversation.Quit):
        conversation.converse(
            base(text, tmp_path),
            {},
            lambda _: next(lines),
            written.append,
            lambda _: None,
            width=lambda: width,
        )
    return "\n".join(written)


def test_each_choice_shows_what_it_would_come_to_and_a_dash_where_that_is_not_known(tmp_path):
    assert screen(tmp_path, "400").endswith(TABLE)


def test_the_help_and_a_question_asked_again_show_the_same(tmp_path):
    assert screen(tmp_path / "help", "400", "?").count(TABLE) == 2
    assert screen(tmp_path / "again", "400", "kayak", "back").count(TABLE) == 2


@pytest.mark.parametrize(
    ("width", "heads"),
    [(55, "Price  to save  Within reach"), (45, "Price  to save"), (32, "Price")],
)
def test_columns_that_do_not_fit_are_left_out_from_the_right(tmp_path, width, heads):
    lines = screen(tmp_path, "400", width=width).splitlines()
    head = lines[lines.index("Which boat?") + 1]
    assert head.strip() == heads
    assert max(map(len, lines[-5:])) <= width


def test_before_a_column_is_left_out_the_headings_go_on_below(tmp_path):
    lines = screen(tmp_path, "400", width=46).splitlines()
    assert [line.split() for line in lines[lines.index("Which boat?") + 1 :][:3]] == [
        ["Price", "to", "Within"],
        ["save", "reach"],
        ["1.", "Kayak", "300", "-100", "Yes"],
    ]


def test_where_no_column_fits_the_list_stands_as_without(tmp_path):
    assert "Which boat?\n  1. Kayak\n" in screen(tmp_path, "400", width=31)


def test_a_column_in_which_nothing_is_known_is_left_out(tmp_path):
    asked_first = BOATS.replace("money: 1.., fit: yes", "fit: yes, money: 1..")
    head = screen(tmp_path, text=asked_first).splitlines()
    assert head[head.index("Which boat?") + 1].split() == ["Price"]


PIER = """\
      - id: pier
        label: Pier
        type: yes-no
        source: us
        rules:
          - {when: {money: 0}, then: no, because: B., source: us}
          - {when: {money: 1..}, then: yes, because: B., source: us}
"""


def test_what_can_not_stand_beside_choices_is_a_fault(tmp_path):
    wrong = (
        BOATS.replace("[price, lacking, fit]", "[prise, money, pier]")
        .replace("max: 5000, source: us}", "max: 5000, beside: [price], source: us}", 1)
        .replace("    conclusions:\n", f"    conclusions:\n{PIER}")
    )
    assert [line.split(" ", 1)[1] for line in told(wrong, tmp_path) if "beside" in line] == [
        'wrong-type: question "money" offers no choices of which one is taken. '
        "Take beside out: it is shown with each choice.",
        'unknown-question: "prise" beside the choices of question "boat" is no conclusion. '
        'Did you mean "price"?',
        'unknown-question: "money" beside the choices of question "boat" is no conclusion. '
        "Known here: fit, lacking, pier, price.",
        'unused: "pier" beside the choices of question "boat" would be the same for each: '
        "it does not rest on the answer. Name a conclusion that does.",
    ]


MANY = "".join(
    f"          boat-{number}: {{name: Boat {number}, price: 10}}\n" for number in range(20)
)


def test_below_answers_that_fill_a_screen_the_question_stands_again_and_its_help_comes_last(
    tmp_path,
):
    many = BOATS.replace("          kayak:", f"{MANY}          kayak:")
    shown = screen(tmp_path, "400", "?", text=many)
    _, first, again, after_help = shown.split("Which boat?")
    heading, *_, last, heading_again = first.splitlines()[1:]
    assert last.split() == ["24.", "I", "don't", "know", "-", "-", "-"]
    assert heading_again == heading != ""
    assert again.splitlines()[-3:] == [
        "  save: keep the answers in a file, from here on",
        "  quit: stop; you can go on later",
        "One that floats.",
    ]
    assert after_help == ""


def test_a_number_below_zero_is_turned_about_where_the_base_has_a_word_for_that(tmp_path):
    left = BOATS.replace("heading: to save,", "heading: to save, below_zero: left,")
    assert "  1. Kayak                   300  100 left  Yes" in screen(tmp_path, "400", text=left)
