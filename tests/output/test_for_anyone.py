"""What texts and conditions say to whoever reads them."""

from engine.language import condition
from engine.output.for_anyone import condition_text, text_for_anyone


def test_facts_and_dates_in_braces_are_shown_as_what_they_are_called(small):
    text = "In {country} by {when:departure}, in {year:cycle}; {nobody} stays."
    said = text_for_anyone(small, text)
    assert said == "In [Country] by [when: you leave], in [year]; {nobody} stays."


def test_a_condition_names_labels_and_choices_and_options_hang_together(small):
    hurry = small.conclusions["hurry"].rules[0].when
    assert condition_text(small, hurry) == "Days to spare at least 5"
    slack = hurry.parts
    both = (*slack, *small.conclusions["hurry"].rules[2].when.parts)
    either = condition.Condition({}, parts=(condition.Options((slack, both)),))
    assert condition_text(small, either) == (
        "either Days to spare at least 5, or Days to spare at least 5 and Days to spare at most -1"
    )
    assert condition_text(small, condition.ALWAYS) == "always"
