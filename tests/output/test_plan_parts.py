"""What every form of a plan shows: sources to go to, choices with both sides, what not to do."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.output import page, plan_text, question_text, wording
from engine.output.layout import indented
from engine.output.plan_parts import legend, notes

HEAD = "title: T, publisher: the bureau, year: 2025, checked_on: 2026-11-22, review_by: 2027-11-22"
BASE = f"""
    headline: [fit, score]
    questions:
      - id: swim
        ask: Will you swim?
        label: Swim
        type: yes-no
        allow: [unknown]
        weigh:
          - {{choice: "yes", stand: for, say: It is warm., source: us}}
          - {{choice: "yes", stand: for, say: It is near., source: [us, bureau]}}
          - {{choice: "yes", stand: against, say: It is deep., source: paper}}
          - {{choice: "no", stand: for, say: It is dry., source: us}}
    conclusions:
      - {{id: fit, label: Fit, type: yes-no, rules: [{{when: {{swim: yes}}, then: yes, because: You swim., source: bureau}}, {{otherwise: true, then: unknown, because: Nobody knows.}}]}}
      - {{id: score, label: Score, type: yes-no, rules: [{{when: {{swim: yes}}, then: yes, because: You said so., source: us}}, {{otherwise: true, then: unknown, because: B.}}]}}
    nodes:
      - id: shore
        title: The shore
        end: open
        branches:
          - {{when: {{swim: yes, fit: yes, score: yes}}, label: in, go: end}}
          - {{when: {{swim: [no, unknown]}}, label: stay, go: end}}
    actions:
      - {{id: dive, at: shore, do: Dive head first., how: H., because: B., strength: avoid, source: [bureau, paper, us]}}
      - {{id: look, at: shore, do: Look first., how: H., because: B., strength: must, source: us}}
    sources:
      - {{id: bureau, {HEAD}, status: official, url: "https://example.org/a_b/c"}}
      - {{id: paper, title: On swimming, publisher: the gazette, url: "https://gazette.org", status: opinion, checked_on: 2026-11-22, review_by: 2027-11-22}}
      - {{id: us, title: Our reading, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}}
"""


@pytest.fixture
def outcome(tmp_path):
    kb = base(BASE, tmp_path)
    return lambda swim: consult(kb, {"swim": swim} if swim else {})


def choices(outcome):
    return [
        line
        for heading, items in notes(outcome)
        if "Choices" in heading
        for line in indented(items, 100)
    ]


def test_a_source_is_named_with_its_year_its_standing_and_where_to_read_it(outcome):
    dive = next(step for step in outcome("yes").actions if step.action.id == "dive")
    assert wording.worded(outcome("yes"), dive).source == (
        "the bureau 2025, official: https://example.org/a_b/c; opinion; ours"
    )


def test_the_foot_says_whose_an_opinion_is_and_what_is_the_base_s_own(outcome):
    assert legend(outcome("yes")) == (
        "Opinion: On swimming (the gazette, https://gazette.org). Ours: Our reading (us)."
    )


def test_an_address_stands_whole_in_text_and_markdown_and_is_a_link_on_the_page(outcome):
    shown = outcome("yes")
    assert "\n    https://example.org/a_b/c;\n" in plan_text.to_text(shown, 30)
    assert "official: <https://example.org/a_b/c>; opinion; ours\n" in page.to_markdown(shown)
    assert (
        'href="https://example.org/a_b/c" rel="noreferrer">https://example.org/a_b/c</a><'
        in page.to_html(shown)
    )


def test_of_a_choice_that_was_made_each_side_takes_one_line(outcome):
    assert choices(outcome("yes")) == [
        "Swim: you said “Yes”.",
        "  For: It is warm. It is near. (ours; the bureau 2025, official: https://example.org/a_b/c)",
        "  Against: It is deep. (opinion)",
    ]


def test_a_choice_that_was_made_with_one_side_alone_is_left_out(outcome):
    assert choices(outcome("no")) == []


@pytest.mark.parametrize("answer", ["unknown", None])
def test_a_choice_that_is_still_open_has_all_its_sides(outcome, answer):
    assert choices(outcome(answer)) == [
        "Will you swim?",
        "  For “Yes”: It is warm. It is near. (ours; the bureau 2025, official: "
        "https://example.org/a_b/c)",
        "  Against “Yes”: It is deep. (opinion)",
        "  For “No”: It is dry. (ours)",
    ]


def test_what_not_to_do_says_so_and_has_no_box(outcome):
    shown = outcome("yes")
    assert "DON'T  dive head first." in plan_text.to_text(shown).splitlines()
    assert "[ ] MUST  Look first." in plan_text.to_text(shown).splitlines()
    assert "- **DON'T** dive head first." in page.to_markdown(shown).splitlines()
    assert page.to_html(shown).count("<input") == 1


def test_a_headline_has_its_figures_sources_and_one_that_is_not_known_leaves_no_trace(outcome):
    assert wording.category_lines(outcome("yes")) == (
        "Fit: Yes. You swim. (the bureau 2025, official: https://example.org/a_b/c)",
        "Score: Yes. You said so.",
    )
    assert wording.category_lines(outcome("no")) == ()
    assert "Fit" not in plan_text.to_text(outcome("no"))


@pytest.mark.parametrize(
    ("do", "said"),
    [("Retake it.", "Don't retake it."), ("SOAP mail to all.", "Don't SOAP mail to all.")],
)
def test_what_not_to_do_is_called_so_wherever_it_is_named(tmp_path, do, said):
    kb = base(BASE.replace("Dive head first.", do), tmp_path)
    shown = consult(kb, {"swim": "yes"})
    assert wording.called(shown, kb.actions["dive"]) == said


def test_why_a_question_is_asked_names_what_its_action_shows_and_nobody_has_answered(tmp_path):
    tree = """
        questions:
          - {id: first, ask: Which?, label: First boat, type: choice, choices: {gull: The Gull, tern: The Tern}}
          - {id: second, ask: And then?, label: Second boat, type: choice, choices: {gull: The Gull, tern: The Tern}}
        nodes:
          - {id: start, title: Start, end: person}
        actions:
          - {id: order, at: start, when: {first: [gull, tern]}, do: "Put {first} before {second}.", how: x, because: x, strength: must}
    """
    outcome = consult(base(tree, tmp_path), {"first": "gull"})
    said = question_text.decides(outcome, outcome.pending)
    assert said == (
        "It decides whether this belongs in your plan: Put The Gull before [Second boat]."
    )
