"""Single mistakes, made one at a time in the shipped base: each is caught, with its code, on its line.

Every kind of mistake stands in `tests/bad` with its message; these are the ones that show far from
where they are made, or only in a base of this size.
"""

import re
import shutil
from datetime import date

import pytest
from worlds import WITH_FIGURES

from engine.checking import check
from engine.errors import KnowledgeError
from engine.language import loader
from engine.language.loader import BUILT_IN

# file, what is written, the mistake made of it, the code; a fifth entry is text on the line where it shows.
MISTAKES = [
    ("cycles.yaml", "milestone: rank-list, at: 2027-03-03 21:00", "milestone: rank-list, at: 2027-03-04 21:00", "wrong-date"),
    ("base.yaml", "when: {retake_due: yes}, usually: early January", "when: {retake_due: perhaps}, usually: early January", "unknown-choice"),
    ("specialties.yaml", "dermatology: {name: Dermatology, tier: ultra-competitive,", "dermatology: [Dermatology, ultra-competitive,", "syntax"),
    ("specialties.yaml", "ob-gyn: {name", "obgyn: {name", "unknown-row", "row: ob-gyn", "figures.yaml"),
    ("questions.yaml", "choices: {honors: Mostly honors,", "choices: {honours: Mostly honors,", "unknown-choice", "when: {rotations_ahead: yes, grades: honors}", "rebuild.yaml"),
    ("questions.yaml", "  - id: ties\n", "  - id: tie\n", "unknown-question", "when: {stage: [before-application, applied, between-cycles], category: [in-range, A, unknown], ties: yes}", "communicate.yaml"),
    ("questions.yaml", "- to: [met]", "- to: [mett]", "unknown-choice", "    can_change:\n      - to: [mett]"),
    ("conclusions.yaml", "value: range_low - step2_ck", "value: category - step2_ck", "circle", "  - id: category\n"),
    ("conclusions.yaml", "gap: 1..10}", "gap: 1..9}", "gap", "  - id: category\n"),
    ("conclusions.yaml", "gap: 11..20}", 'gap: ">= 11"}', "overlap", "gap: 21..}"),
    ("conclusions.yaml", "step2_ck: 209..220, margin: 0..2", "step2_ck: 209..320, margin: 0..2", "out-of-range"),
    ("triage.yaml", "go: retake-method,", "go: exam,", "cycle"),
    ("triage.yaml", "{matched_median}", "{matched_medain}", "unknown-question"),
    ("triage.yaml", "when: {category: unknown, stage: [", "when: {category: unknown, gap: 5, stage: [", "never", "  - id: settle-primary\n"),
    ("first.yaml", "when: {stage: interviews, category: in-range, applicant_type: [us-md, us-do]}", "when: {stage: interviews}", "hidden", "  - id: interviews-not-counted\n"),
    ("communicate.yaml", "when: {stage: [applied, interviews]}, label", "when: {stage: [applied, interviews], matched: no}, label", "chance", "  - id: mw-8\n", "match-week.yaml"),
    ("sources.yaml", "      P1.1a: Debrief with numbers\n", "", "unknown-claim", "source: [article/P1.1a, article/P1.1b]", "stabilize.yaml"),
]  # fmt: skip
EACH = [
    pytest.param(mistake, marks=WITH_FIGURES if "figures.yaml" in mistake else [])
    for mistake in MISTAKES
]


@pytest.fixture
def shipped(tmp_path):
    return shutil.copytree(BUILT_IN, tmp_path / "knowledge")


def found_in(folder):
    try:
        return check.check(loader.load(folder), date(2026, 11, 22))
    except KnowledgeError as error:
        return error.problems


def line_of(path, text):
    before, found, _ = path.read_text().partition(text)
    assert found, f"{path.name} has no {text!r}"
    return before.count("\n") + 1


@pytest.mark.parametrize(
    "mistake", EACH, ids=lambda one: f"{one[0]}: {re.sub(r'[^ -~]', ' ', one[2])[:50]}"
)
def test_a_single_mistake_is_caught_on_its_line(shipped, mistake):
    name, old, new, code, *where = mistake
    path = shipped / name
    text = path.read_text()
    assert old in text
    line = line_of(path, old)
    path.write_text(text.replace(old, new, 1))
    if where:
        shown = shipped / (where[1] if len(where) > 1 else name)
        line, path = line_of(shown, where[0]), shown
    problems = found_in(shipped)
    places = {
        (problem.code, problem.place.file.rsplit("/", 1)[-1], problem.place.line)
        for problem in problems
        if problem.place
    }
    assert (code, path.name, line) in places, "\n".join(map(str, problems))
    assert all(
        problem.message and (problem.hint or problem.code in ("out-of-range", "unknown-claim"))
        for problem in problems
    )
