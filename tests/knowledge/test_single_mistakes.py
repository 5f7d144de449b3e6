"""Single mistakes of nearly two hundred kinds, drawn at random: caught, and where they were made.

Of every kind a few with a fixed seed when there is time (`make test-long`), else of some kinds one.
"""

import random
import shutil
from collections import Counter
from datetime import date

import mistakes
import pytest
from worlds import LONG, WITH_FIGURES

from engine.checking import check
from engine.errors import KnowledgeError
from engine.language import loader
from engine.language.loader import BUILT_IN

SEED = 20
A_KIND = 4 if LONG else 1  # mistakes drawn of each
KINDS = mistakes.KINDS if LONG else random.Random(SEED).sample(mistakes.KINDS, 40)
HARMLESS = [kind for kind in mistakes.KINDS if kind.group == "harmless"]


@pytest.fixture
def said_of(tmp_path):
    """Give what is said of the shipped base with a mistake in it."""
    folder = shutil.copytree(BUILT_IN, tmp_path / "knowledge")

    def problems(mistake):
        path = folder / mistake.file
        kept = path.read_text()
        path.write_text(mistake.text)
        try:
            return check.check(loader.load(folder), date(2026, 11, 22))
        except KnowledgeError as error:
            return error.problems
        finally:
            path.write_text(kept)

    return problems


def is_told_there(mistake, problems):
    """Tell whether a message points at the line, at its entry, or names what was misspelt there."""
    lines = mistake.text.split("\n")
    entry = mistakes.entry_around(lines, mistake.line)
    new = lines[mistake.line - 1].rpartition(": ")[2]
    for problem in problems:
        place = problem.place
        if place and place.file.endswith(f"/{mistake.file}") and place.line in entry:
            return True
        if mistake.kind.name == "id misspelt" and f'"{new}"' in problem.hint:
            return True
    return False


@pytest.mark.timeout(1_200)
def test_mistakes_are_caught_and_told_where_they_were_made(said_of):
    draw = random.Random(SEED)
    made, caught, there = Counter(), Counter(), Counter()
    missed = []
    for kind in KINDS:
        for mistake in mistakes.drawn(BUILT_IN, kind, A_KIND, draw):
            if kind.group == "harmless":
                continue
            problems = said_of(mistake)
            made[kind.group] += 1
            caught[kind.group] += bool(problems)
            there[kind.group] += is_told_there(mistake, problems)
            if not problems:
                missed.append(f"{kind.name}: {mistake.file}:{mistake.line}")
    formal = ("form", "name")
    assert sum(caught[group] for group in formal) >= 0.99 * sum(made[group] for group in formal), (
        missed
    )
    assert sum(there[group] for group in formal) >= 0.95 * sum(made[group] for group in formal)
    assert caught["value"] >= 0.9 * made["value"], missed


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.name)
def test_what_is_no_mistake_is_not_reported(said_of, kind):
    draw = random.Random(SEED)
    for mistake in mistakes.drawn(BUILT_IN, kind, A_KIND, draw):
        assert said_of(mistake) == (), (mistake.file, mistake.line)


@WITH_FIGURES
def test_there_are_more_than_ninety_kinds_and_each_finds_a_place():
    assert len(mistakes.KINDS) > 90
    draw = random.Random(SEED)
    assert [
        kind.name for kind in mistakes.KINDS if not list(mistakes.drawn(BUILT_IN, kind, 1, draw))
    ] == []
