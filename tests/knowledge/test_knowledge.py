"""The shipped base: every claim carried, nothing past, no more asked or demanded than is bearable."""

import re
from collections import Counter
from datetime import date
from statistics import median

import pytest
from draws import complete
from hypothesis import given
from hypothesis import strategies as st
from worlds import CASES, PATIENT, ROOT, SAMPLE, WITH_FIGURES, outcome_of_case, shipped

from engine.authoring import coverage
from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.language.base import cited
from engine.language.entries import Action
from engine.language.loader import BUILT_IN

KB = shipped()
CLAIMS = [claim for source in KB.sources.values() for claim in source.claims]
ENTRIES = list(cited(KB))


@pytest.fixture(scope="module")
def lived():
    """Every shipped case with its outcome."""
    return [(path.stem, casefile.load(path, KB), outcome_of_case(path)) for path in CASES]


# What it carries


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_is_cited(claim):
    source = "matchpath-readings" if claim.startswith("X.") else "article"
    assert any(f"{source}/{claim}" in entry.sources for entry in ENTRIES)


def test_no_claim_is_lost():
    assert len(set(CLAIMS)) == len(CLAIMS)
    chapters = Counter(claim.partition(".")[0] for claim in CLAIMS)
    assert chapters == {
        "S0": 12,
        "P1": 14,
        "P2": 22,
        "P3": 17,
        "P4": 13,
        "MW": 11,
        "BP": 5,
        "X": 10,
    }


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.startswith("P")])
def test_every_claim_of_a_phase_reaches_an_action(claim):
    assert any(
        f"article/{claim}" in entry.sources for entry in ENTRIES if isinstance(entry, Action)
    )


def test_every_entry_cites_one_to_four_sources():
    silent = [entry for entry in ENTRIES if type(entry).__name__ not in ("Source", "Milestone")]
    assert [str(entry.place) for entry in silent if not 1 <= len(entry.sources) <= 4] == []


def test_every_source_is_used():
    used = {citation.partition("/")[0] for entry in ENTRIES for citation in entry.sources}
    assert set(KB.sources) - used == set()


def test_no_must_says_in_its_words_the_date_that_stands_before_it():
    musts = [action for action in KB.actions.values() if action.strength == "must" and action.by]
    assert [must.id for must in musts if f":{must.by}}}" in must.do] == []


def test_what_is_not_for_now_is_said_in_a_sentence():
    said = [text for row in KB.first.values() for text in row.not_now]
    assert [text for text in said if ". " in text or len(text.split()) < 6] == []


def test_no_action_is_without_a_way_to_begin():
    assert [action.id for action in KB.actions.values() if len(action.how.split()) < 6] == []


def test_the_voice_is_plain():
    loud = r"\b(doom\w*|death|crush\w*|brutal\w*|disaster\w*|desperate\w*|hopeless|game over|guarantee\w*|kill\w*|ruthless\w*)\b"
    # What somebody may type in distress is theirs, not the voice of the base.
    typed = re.compile(r"^distress:.*\n(  - .*\n)+", re.MULTILINE)
    texts = [(path.name, typed.sub("", path.read_text())) for path in BUILT_IN.rglob("*.yaml")]
    assert [
        (name, found) for name, text in texts for found in re.findall(loud, text, re.IGNORECASE)
    ] == []


PYTHON = [ROOT / "cli.py", *(ROOT / "engine").rglob("*.py"), *(ROOT / "diagrams").rglob("*.py")]
IDS = {
    *KB.tables["specialties"].rows,
    *KB.questions,
    *KB.conclusions,
    *[phase.phase for phase in KB.phases],
    *KB.nodes,
    *KB.ends,
    *KB.actions,
    *KB.milestones,
    *KB.first,
    *KB.sources,
}
# Ids that are plain words of Python, keys of the files, a tone, or the name of a command as well.
PLAIN = {
    "answer", "candidates", "failed", "fields", "gap", "leave", "left-out", "line", "list",
    "margin", "next-cycle", "output", "person", "record", "result", "stage", "statement", "tests",
    "today", "you",
}  # fmt: skip


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_id_date_or_figure_of_the_base_is_written_in_python(path):
    text = path.read_text()
    quoted = set(re.findall(r'["\'`]([a-z0-9_-]+)["\'`]', text))
    assert quoted & (IDS - PLAIN) == set()
    # An id of several words stands nowhere, not even in an example of a docstring.
    words = set(re.findall(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", text))
    assert words & (IDS - PLAIN) == set()
    example = r"`20\d\d-[^`]*`|(?:like|as|or|Write|Add it:) 20\d\d-\d\d-\d\d"  # of a form
    assert not re.search(r"\b20[23]\d-\d\d-\d\d\b", re.sub(example, "", text))


# What the cases reach


@WITH_FIGURES
def test_there_are_cases_enough_and_they_reach_everything(lived):
    assert len(lived) >= 24
    reach = coverage.reach(KB, [outcome for _, _, outcome in lived])
    assert [str(one) for one in reach.left] == []
    assert reach.percent == 100


def test_every_case_has_a_name_a_story_and_something_that_must_not_come_out():
    for path in CASES:
        one = casefile.load(path, KB)
        assert one.name, path.name
        assert one.story.endswith("."), path.name
        assert one.today, path.name
        assert len({**one.expect, **one.with_figures}) >= 2, path.name


# What it asks


def test_a_consultation_asks_no_more_than_it_needs(lived):
    asked = [len(outcome.asked) for _, _, outcome in lived]
    assert median(asked) <= 30
    assert max(asked) <= 40
    in_the_week = [one for _, _, one in lived if one.answers["stage"] == "match-week"]
    assert max(len(outcome.asked) for outcome in in_the_week) <= 8


def signature(outcome):
    ends = {step.node.id for step in outcome.path if step.branch is None or not step.node.branches}
    return outcome.facts.get("category"), ends, {one.action.id for one in outcome.actions}


def others(question, given):
    if question.type == "integer":
        return [number for number in (205, 219, 224, 231, 238, 252) if number != given]
    words = [word for word in question.words if word != given and word != "not_yet"]
    return [
        frozenset({word}) if question.type == "choices" and word not in question.allow else word
        for word in words
    ]


def completed(answers, today):
    """Answer what a changed answer brings up with the first choice."""
    known = dict(answers)
    while (pending := consult(KB, known, today).pending) is not None:
        first = next(iter(pending.words), pending.min)
        known[pending.id] = (
            "not_yet"
            if pending.is_chance
            else frozenset({first})
            if pending.type == "choices"
            else first
        )
    return consult(KB, known, today)


@pytest.mark.long
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_no_question_is_asked_whose_answer_could_not_change_what_comes_out(path):
    one = casefile.load(path, KB)
    outcome = outcome_of_case(path)
    idle = []
    for name in outcome.asked:
        changed = (
            {**outcome.answers, name: value}
            for value in others(KB.questions[name], outcome.answers[name])
        )
        if not any(
            signature(completed(answers, one.today)) != signature(outcome) for answers in changed
        ):
            idle.append(name)
    assert idle == []


# What it demands


def days():
    return st.sampled_from(
        [
            date(2026, 6, 1),
            date(2026, 11, 22),
            date(2027, 1, 10),
            date(2027, 3, 10),
            date(2027, 4, 1),
        ]
    )


@PATIENT
@given(data=st.data(), today=days())
def test_a_plan_asks_at_most_seven_musts_of_a_person_now(data, today):
    outcome = consult(KB, complete(KB, data, {}, today), today)
    musts = [
        one.action.id
        for one in outcome.actions
        if one.action.strength == "must" and one.state == "now" and not one.contingent
    ]
    assert len(musts) <= 7


# What is past


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_for_another_cycle_no_date_of_this_one_counts(path):
    answers = {**casefile.load(path, KB).answers, "match_year": "2028"}
    outcomes = [consult(KB, answers, day) for day in (date(2026, 6, 1), date(2027, 6, 1))]
    assert signature(outcomes[0]) == signature(outcomes[1])


def test_after_the_application_is_in_nothing_of_it_is_advised(lived):
    past = {
        "ask-for-strong-letters",
        "packet-for-writers",
        "packet-in-range",
        "go-away",
        "on-the-away",
        "short-project",
        "the-story",
    }
    for name, one, outcome in lived:
        if one.answers["stage"] in ("applied", "interviews", "ranked", "match-week"):
            found = {each.action.id for each in outcome.actions}
            assert not {*past, "list-a", "list-b", "list-c"} & found, name


def test_no_field_is_chosen_twice(lived):
    for name, _, outcome in lived:
        for question in KB.questions.values():
            chosen = {outcome.answers.get(other) for other in question.other_than}
            assert outcome.answers.get(question.id) not in chosen - {None, "other"}, name


def test_a_score_that_nearly_nobody_has_is_asked_back():
    score = KB.questions["step2_ck"]
    assert (score.usual, bool(score.ask_back)) == ((180, 285), True)
    assert (score.min, score.max) == (1, 300)
