"""How a message repeats what was written: short, and with every sign to be seen."""

from engine.errors import short


def test_a_long_value_is_cut_to_sixty_signs_and_a_short_one_is_not():
    assert short("x" * 60) == "x" * 60
    assert short("x" * 61) == "x" * 59 + "…"


def test_a_sign_that_can_not_be_seen_is_shown_as_its_number():
    assert short("a\x1bb") == "a\\u001bb"
