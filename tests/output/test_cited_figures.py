"""What shows a figure names where the figure is from, wherever sources are given."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.explanation import how
from engine.output import comparison_text, explanation_json, explanation_text, page, plan_json
from engine.output.plan_text import to_text

GARDEN = """
headline: [hardy]
columns: [frost]
sources:
  - {id: book, title: A book, publisher: Booklovers, status: study, year: 2020, url: https://book.example, checked_on: 2026-11-22, review_by: 2027-11-22}
  - {id: gazette, title: A count of figs, publisher: The gazette, status: survey, year: 2026, url: https://gazette.example, checked_on: 2026-11-22, review_by: 2027-11-22}
  - {id: neighbor, title: What a neighbor counted, publisher: A neighbor, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
  - {id: almanac, title: An almanac, publisher: The almanac, status: opinion, year: 2021, url: https://almanac.example, checked_on: 2026-11-22, review_by: 2027-11-22}
tables:
  - id: plants
    source: book
    columns: {name: {type: text}, frost: {type: number, min: 0, max: 90, missing: true}, tested: {type: number, min: 0, max: 90, missing: true}}
    rows: {fig: {name: Fig}, bay: {name: Bay, tested: 9}, yew: {name: Yew, frost: 30}, rue: {name: Rue}, oak: {name: Oak}}
figures:
  - {table: plants, row: fig, column: frost, value: 12, source: gazette}
  - {table: plants, row: bay, column: frost, value: 10, source: gazette}
  - {table: plants, row: rue, column: frost, value: 8, source: neighbor}
questions:
  - {id: plant, ask: Which plant?, label: Plant, type: choice, choices_from: {table: plants, column: name}}
conclusions:
  - {id: frost, label: Frost, heading: frost, type: integer, lookup: {table: plants, key: plant, column: frost}, because: By count., source: book}
  - {id: bears, label: Bears, type: integer, lookup: {table: plants, key: plant, column: tested, missing: frost}, because: As tested., source: almanac}
  - {id: spare, label: Spare, type: integer, value: frost - 2, because: The frost less two., source: almanac}
  - id: hardy
    label: Hardy
    type: yes-no
    rules:
      - {when: {frost: 1..}, then: yes, because: "It bears {frost} degrees.", source: [almanac, book]}
      - {when: {frost: unknown}, then: no, because: Nobody knows., source: almanac}
nodes:
  - {id: bed, title: The bed, end: good}
actions:
  - {id: cover, at: bed, do: Cover it., how: "Beyond {spare} degrees.", because: It freezes., strength: must, when: {frost: 1..}, source: almanac}
  - {id: trust, at: bed, do: "Trust it: hardy, {hardy}.", how: Wait., because: It lives., strength: should, when: {hardy: yes}, source: almanac}
  - {id: water, at: bed, do: Water it., how: Twice., because: It is dry., strength: must, when: {frost: 1..}, source: almanac}
"""


@pytest.fixture
def grown(tmp_path):
    """What comes out for a plant."""
    kb = base(GARDEN, tmp_path)
    return lambda plant: consult(kb, {"plant": plant})


def explained(outcome, name):
    (*_, last) = explanation_text.how_text(
        outcome, [how.how(outcome, "conclusion", name)], 200
    ).splitlines()
    return last


def sources(outcome):
    return {one["id"]: one["sources"] for one in plan_json.to_json(outcome)["actions"]}


def test_a_fact_that_is_looked_up_from_a_figure_cites_the_figure_alone(grown):
    said = "Frost is 12, since Plant is “Fig”. By count."
    assert explained(grown("fig"), "frost") == f"- {said} (The gazette, survey)"


def test_a_cell_that_stands_in_its_row_or_is_missing_leaves_the_fact_its_own_source(grown):
    assert explained(grown("yew"), "frost").endswith("(Booklovers, study)")
    assert explained(grown("oak"), "frost").endswith("(Booklovers, study)")


def test_a_fact_that_another_stands_in_for_cites_the_figure_of_that_one(grown):
    assert explained(grown("fig"), "bears").endswith("As tested. (The gazette, survey)")
    assert explained(grown("bay"), "bears").endswith("As tested. (The almanac, opinion)")


def test_a_sum_cites_the_figures_that_it_adds_up_before_its_own_source(grown):
    assert explained(grown("fig"), "spare").endswith("(The gazette, survey; The almanac, opinion)")


def test_a_sentence_cites_the_figure_that_it_shows_before_its_own_sources(grown):
    said = "It bears 12 degrees. (The gazette, survey; The almanac, opinion; Booklovers, study)"
    assert explained(grown("fig"), "hardy").endswith(said)


def test_a_program_reads_the_same_sources(grown):
    outcome = grown("fig")
    chain = explanation_json.chain_json(outcome, how.how(outcome, "conclusion", "hardy"))
    assert [rule["sources"] for rule in chain["rules"]] == [
        ["gazette"],
        ["gazette", "almanac", "book"],
    ]


def test_a_step_cites_a_figure_below_what_it_shows_and_no_other_step_does(grown):
    cited = sources(grown("fig"))
    assert (cited["cover"], cited["water"]) == (["gazette", "almanac"], ["almanac"])
    assert sources(grown("yew"))["cover"] == ["almanac"]


def test_a_step_that_shows_what_a_row_decided_cites_the_figure_in_the_reason_of_the_row(grown):
    assert sources(grown("fig"))["trust"] == ["gazette", "almanac"]
    assert sources(grown("yew"))["trust"] == ["almanac"]


def test_a_plan_names_the_source_of_a_figure_where_one_stands_and_at_its_step(grown):
    text = to_text(grown("fig"), 200)
    assert (
        "Hardy: Yes. It bears 12 degrees. (The gazette 2026, survey: https://gazette.example; "
        "Booklovers 2020, study: https://book.example)"
    ) in text
    assert "Source: The gazette 2026, survey: https://gazette.example; opinion" in text
    assert "The gazette" not in to_text(grown("yew"), 200)


def test_a_source_of_one_word_is_named_for_a_figure_and_said_below(grown):
    text = to_text(grown("rue"), 200)
    assert "It bears 8 degrees. (ours; Booklovers 2020, study: https://book.example)" in text
    assert "Ours: What a neighbor counted (A neighbor)." in text


def test_a_page_lists_the_source_of_a_figure_with_the_places_that_show_it(grown):
    text = page.to_html(grown("fig"))
    (note,) = [line for line in text.splitlines() if "A count of figs. The gazette, 2026." in line]
    assert 'href="#stand-hardy"' in note
    assert 'href="#step-cover"' in note
    assert 'href="#step-trust"' in note
    assert 'href="#step-water"' not in note


def test_markdown_names_the_source_of_a_figure(grown):
    text = page.to_markdown(grown("fig"))
    assert "*Source:* The gazette 2026, survey: <https://gazette.example>; opinion" in text


def test_a_table_of_all_answers_names_each_source_that_a_column_has_figures_of(grown):
    outcome = grown("fig")
    text = comparison_text.each(outcome, outcome.kb.questions["plant"], 200)
    assert "frost: Frost (A neighbor, ours; The gazette, survey; Booklovers, study)." in text
