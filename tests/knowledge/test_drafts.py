"""The drafts of the shipped base: as one would say it, short, and filled from the answers."""

import re

import pytest
from worlds import shipped

from engine.language.expression import shown_facts

DRAFTS = {name: action.drafted for name, action in shipped().actions.items() if action.drafted}
PLEADING = re.compile(r"\b(despite|unfortunately|sorry|apologi[sz]e|pity|regret|forgive)\b", re.I)


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_short_and_neither_pleads_nor_apologizes(name):
    text = DRAFTS[name].text
    assert 40 <= len(text.split()) <= 120
    assert not PLEADING.search(text)


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_has_a_title_and_gaps_to_fill_that_are_closed(name):
    draft = DRAFTS[name]
    assert draft.title != shipped().actions[name].do
    assert re.search(r"\[[^\[\]]+\]", draft.text)
    assert not re.search(r"[\[\]]", re.sub(r"\[[^\[\]]+\]", "", draft.text))


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_names_no_fact_that_is_private(name):
    questions = shipped().questions
    private = {question.id for question in questions.values() if question.private}
    assert private.isdisjoint(shown_facts(DRAFTS[name].title, DRAFTS[name].text))
