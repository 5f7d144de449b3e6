"""A table whose cells say nothing is still a table."""

from engine.output.layout import table


def test_a_column_without_any_word_has_a_width_of_one():
    assert table([("", "musts"), ("", "3"), ("", "12")], 20) == ["   musts", "       3", "      12"]
