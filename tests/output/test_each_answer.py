"""Every answer of a question side by side: what differs in columns, the rest in a line."""

from worlds import outcome_of_case, small_case

from engine.output.comparison_text import each

LATE = small_case("late-abroad")


def test_a_number_stands_in_stretches_that_come_to_the_same():
    outcome = outcome_of_case(LATE)
    assert (
        each(outcome, outcome.kb.questions["days"])
        == """\
Days      hurry                   musts
left
25 to 90  no hurry                    3
20 to 24  tight, a day counts         5
0 to 19   too late for a new one      4

The same with each answer: days to wait 20.
hurry: Hurry (small, ours).
This advice is made up, and holds in Ruritania alone.
"""
    )


def test_where_all_is_the_same_there_is_no_table_and_what_leads_to_more_questions_is_named():
    outcome = outcome_of_case(small_case("calm-at-home"))
    assert (
        each(outcome, outcome.kb.questions["place"])
        == """\
The same with each answer: days to wait 10; days to spare 50; hurry no hurry;
musts 2.
More would be asked first with: At the airport.
This advice is made up, and holds in Ruritania alone.
"""
    )
