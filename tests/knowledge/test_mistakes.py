"""Single mistakes, made one at a time in the shipped base: each is caught, with its code, on its line."""

import re
import shutil
from datetime import date

import pytest
from conftest import ROOT

from engine.checking import check
from engine.errors import KnowledgeError
from engine.language import loader

# file, what is written, the mistake made of it, the code; a fifth entry is text on the line where it shows.
MISTAKES = [
    ("base.yaml", 'title: "matchpath', 'title "matchpath', "unknown-key"),
    ("base.yaml", "phases: [triage,", "phases: [traige,", "unknown-phase"),
    ("base.yaml", "headline: [", "headlines: [", "unknown-key"),
    ("base.yaml", "version: 2026.11.1", "versoin: 2026.11.1", "unknown-key"),
    ("base.yaml", "date: 2026-09-23", "date: 23 September", "wrong-type"),
    ("base.yaml", "date: 2027-01-29", "date: 2027-13-29", "wrong-type"),
    ("base.yaml", 'when: {match_year: "2027"}', 'when: {match_yaer: "2027"}', "unknown-question"),
    ("base.yaml", 'when: {match_year: "2027"}', 'when: {match_year: "2026"}', "unknown-choice"),
    ("base.yaml", "id: this-month", "id: this-week", "duplicate-id"),
    ("base.yaml", "source: eras-2027", "source: eras-2072", "unknown-source"),
    ("specialties.yaml", "- id: tiers", "- id: teirs", "unknown-table", "choices_from: {table: tiers, column: name}", "questions.yaml"),
    ("specialties.yaml", "dermatology: {name: Dermatology, tier: ultra-competitive,", "dermatology: [Dermatology, ultra-competitive,", "syntax"),
    ("specialties.yaml", "radiology: {name: Diagnostic radiology,", "neurology: {name: Diagnostic radiology,", "duplicate-key", "      neurology: {name: Neurology"),
    ("specialties.yaml", "ob-gyn: {name", "obgyn: {name", "unknown-choice", "when: {specialty: [ob-gyn, emergency-medicine]}", "communicate.yaml"),
    ("questions.yaml", "ask: What is your Step 2 CK score?", "aks: What is your Step 2 CK score?", "unknown-key"),
    ("questions.yaml", "type: integer", "type: number", "wrong-type"),
    ("questions.yaml", "min: 1\n", "min: one\n", "wrong-type"),
    ("questions.yaml", "choices: {honors: Mostly honors,", "choices: {honours: Mostly honors,", "unknown-choice", "when: {rotations_left: yes, grades: honors}", "rebuild.yaml"),
    ("questions.yaml", "  - id: ties\n", "  - id: tie\n", "unknown-question", "when: {stage: [before-application, applied, between-cycles], ties: yes}", "communicate.yaml"),
    ("questions.yaml", "  - id: shelves_left\n", "  - id: Shelves left\n", "bad-id"),
    ("questions.yaml", "  - id: geography\n", "  - id: unknown\n", "reserved-id"),
    ("questions.yaml", "  - id: second_backup\n", "  - id: backup_specialty\n", "duplicate-id"),
    ("questions.yaml", "until: {stage: {not: match-week}}", "until: {stage: {not: matchweek}}", "unknown-choice"),
    ("questions.yaml", "until: {stage: {not: match-week}}", "until: {stages: {not: match-week}}", "unknown-question"),
    ("questions.yaml", "support_after: [distressed, unsafe]", "support_after: [distressed, unsave]", "unknown-choice"),
    ("questions.yaml", "- {values: [passed], say: you pass the retake}", "- {values: [past], say: you pass the retake}", "unknown-choice", "suppose:"),
    ("questions.yaml", "choices_from: {table: tiers, column: name}", "choices_from: {table: tires, column: name}", "unknown-table"),
    ("questions.yaml", "allow: [declined]", "allow: [decline]", "wrong-type"),
    ("questions.yaml", "- to: [met]", "- to: [mett]", "unknown-choice", "    can_change:\n      - to: [mett]"),
    ("questions.yaml", "when: {rotations_left: yes}", "when: {rotations: yes}", "unknown-question"),
    ("questions.yaml", "before: [retake-sat, next-application]", "before: [retake-set, next-application]", "unknown-milestone"),
    ("questions.yaml", "when: {backup_fit: reach}", "when: {backup_fit: reached}", "unknown-choice"),
    ("questions.yaml", "- choice: fit\n        stand: for", "- choice: fit\n        stand: pro", "wrong-type", "stand: pro"),
    ("base.yaml", "caption: [specialty, step2_ck, category]", "caption: [speciality, step2_ck, category]", "unknown-question"),
    ("base.yaml", "columns: [range_low, gap,", "columns: [range_low, gaps,", "unknown-question"),
    ("questions.yaml", "source: article/P2.2a", "source: article/P2.2z", "unknown-claim"),
    ("conclusions.yaml", "key: step2_date", "key: step2_day", "unknown-question"),
    ("conclusions.yaml", "lookup: {table: pass-marks, key: step2_date, column: mark}", "lookup: {table: pass-marks, key: step2_date, column: marks}", "unknown-column"),
    ("conclusions.yaml", "value: step2_ck - pass_mark", "value: step2_ck - passmark", "unknown-question"),
    ("conclusions.yaml", "value: range_low - step2_ck", "value: category - step2_ck", "circle", "  - id: category\n"),
    ("conclusions.yaml", "gap: 1..10}", "gap: 1..9}", "gap", "  - id: category\n"),
    ("conclusions.yaml", "gap: 11..20}", "gap: 10..20}", "overlap"),
    ("conclusions.yaml", "gap: 11..20}", 'gap: ">= 11"}', "overlap", "gap: 21..}"),
    ("conclusions.yaml", "gap: 21..}", "gap: 21..20}", "out-of-range"),
    ("conclusions.yaml", "then: in-range\n", "then: in_range\n", "unknown-choice"),
    ("conclusions.yaml", "gap: unknown}", "gap: unkown}", "unknown-choice"),
    ("conclusions.yaml", "near_pass: yes}\n", "near_pass: true}\n", "unknown-choice"),
    ("conclusions.yaml", "step2_ck: 209..220, margin: 0..2", "step2_ck: 209..320, margin: 0..2", "out-of-range"),
    ("conclusions.yaml", "      - otherwise: true\n        then: facts", "      - then: facts", "missing-key"),
    ("triage.yaml", "phase: triage", "phase: triag", "unknown-phase"),
    ("triage.yaml", "go: standing,", "go: standign,", "unknown-node"),
    ("triage.yaml", "go: retake-method,", "go: exam,", "cycle"),
    ("triage.yaml", "{when: {passed: no}, label: not passed", "{when: {passed: no}, label: passed", "duplicate-label"),
    ("triage.yaml", "{when: {attempts: four}, label", "{when: {attempts: 4}, label", "unknown-choice"),
    ("triage.yaml", "{attempts: [one, two, three]}, label", "{attempts: [one, two]}, label", "gap", "  - id: attempts\n"),
    ("triage.yaml", "{attempts: four}, label", "{attempts: [three, four]}, label", "overlap"),
    ("triage.yaml", "    end: next-cycle\n", "", "no-end", "  - id: eligibility-ended\n"),
    ("triage.yaml", "end: next-cycle", "end: next cycle", "wrong-type"),
    ("triage.yaml", "strength: avoid", "strength: never", "wrong-type"),
    ("triage.yaml", "by: this-week", "by: this-weak", "unknown-milestone"),
    ("triage.yaml", "  - id: facts-on-paper\n    at: exam", "  - id: facts-on-paper\n    at: exams", "unknown-node", "    at: exams"),
    ("triage.yaml", "    source: [article/S0.4, usmle-attempts, usmle-performance]\n", "", "missing-source", "  - id: retake-first\n"),
    ("triage.yaml", "{matched_median}", "{matched_medain}", "unknown-question"),
    ("triage.yaml", "when: {category: unknown}", "when: {category: 3}", "unknown-choice"),
    ("triage.yaml", "{circumstances: {has: couples}}", "{circumstances: {has: couple}}", "unknown-choice"),
    ("triage.yaml", "{circumstances: {has: couples}}", "{circumstances: {hass: couples}}", "wrong-type"),
    ("triage.yaml", "when: {stage: between-cycles, passed: yes}", "when: {stage: {has: between-cycles}, passed: yes}", "comparison-on-choice"),
    ("triage.yaml", "when: {step1: not-passed}", "when: {step1: 1..2}", "comparison-on-choice"),
    ("triage.yaml", "when: {first_step: person}", "when: {first_step: person, wellbeing: unsafe}", "never", "  - id: person-first\n"),
    ("triage.yaml", "any: [{step1: passed-after-fail}, {red_flags: {has: failed-exam}}]", "any: {step1: passed-after-fail}", "wrong-type"),
    ("stabilize.yaml", "label: they were higher, go: what-changed", "label: they were higher, go: advisor", "unused", "  - id: what-changed\n"),
    ("rebuild.yaml", "{when: {letters: strong}, label", "{letters: strong, label", "unknown-key"),
    ("rebuild.yaml", "when: {letters: [generic, none, unknown]}, label: not yet", "when: {letters: [generic, none]}, label: not yet", "gap", "  - id: letters\n"),
    ("rebuild.yaml", "do: Hand every writer one page.", "do: [Hand every writer one page.]", "wrong-type"),
    ("communicate.yaml", "    how: \"Log in a week early.", "    hwo: \"Log in a week early.", "unknown-key"),
    ("communicate.yaml", "when: {stage: interviews}, label", "when: {stage: interviews, matched: no}, label", "chance", "  - id: mw-8\n", "match-week.yaml"),
    ("match-week.yaml", "  - id: clinical-year\n    at: mw-6", "  - id: clinical-year\n    when: {soap_offer: no}\n    at: mw-6", "chance", "  - id: clinical-year\n"),
    ("match-week.yaml", "when: {soap_offer: no}, label: no offer", "when: {soap_offer: not_yet}, label: no offer", "unknown-choice"),
    ("match-week.yaml", "{otherwise: true, label: training complete", "{otherwise: true, when: {soap_offer: no}, label: training complete", "wrong-type"),
    ("sources.yaml", "status: official", "status: offical", "wrong-type"),
    ("sources.yaml", "checked_on: 2026-11-22", "checked_on: yesterday", "wrong-type"),
    ("sources.yaml", "      P1.1a: Debrief with numbers\n", "", "unknown-claim", "source: [article/P1.1a, article/P1.1b]", "stabilize.yaml"),
    ("sources.yaml", "      P1.0: Two aims", "      P1.9: A claim that nothing follows\n      P1.0: Two aims", "uncited-claim", "      P1.9:"),
    ("sources.yaml", "  - id: jama-2016", "  - id: jama-2061", "unknown-source", "source: [matchpath-readings/X.3, jama-2016]", "questions.yaml"),
    ("sources.yaml", "review_by: 2027-03-19", "review_by: 2025-03-19", "stale-source"),
]  # fmt: skip


@pytest.fixture
def shipped(tmp_path):
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


def found_in(folder):
    try:
        return check.check(loader.load(folder), date(2026, 11, 22))
    except KnowledgeError as error:
        return error.problems


def line_of(path, text):
    before, found, _ = path.read_text().partition(text)
    assert found, f"{path.name} has no {text!r}"
    return before.count("\n") + 1


def test_there_are_sixty_and_the_base_itself_has_no_problem_and_no_warning():
    assert len(MISTAKES) >= 60
    assert found_in(ROOT / "knowledge") == ()


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=lambda one: f"{one[0]}: {re.sub(r'[^ -~]', ' ', one[2])[:50]}"
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
