"""Turn a base into single changes of it: what might be written wrong and is not found by a check.

Each is a change that leaves a sound base: the threshold of a table is moved in every row that has
it, a date by a week, a result becomes another one of the same table. So what is asked of the cases
is whether they hold what the base says, and not what `kb check` finds by itself.
"""

from collections.abc import Callable, Iterator, Mapping

from engine.authoring import (
    mutated_actions,
    mutated_first,
    mutated_labels,
    mutated_questions,
    mutated_tables,
    mutated_texts,
)
from engine.authoring.mutation import Mutation
from engine.language.base import KnowledgeBase


def mutations(kb: KnowledgeBase) -> dict[str, list[Mutation]]:
    """Map each kind of change to all the changes of that kind that a base allows."""
    return {kind: list(make(kb)) for kind, make in KINDS.items()}


KINDS: Mapping[str, Callable[[KnowledgeBase], Iterator[Mutation]]] = {
    "thresholds of tables": mutated_tables.thresholds,
    "results of rows": mutated_tables.results,
    "ways on": mutated_tables.ways,
    "labels of ways on": mutated_tables.labels,
    "ends": mutated_tables.ends,
    "cells": mutated_tables.cells,
    "sums": mutated_tables.sums,
    "titles of nodes": mutated_labels.titles,
    "labels of facts": mutated_labels.labels,
    "texts of choices": mutated_labels.choices,
    "drafts": mutated_labels.drafts,
    "labels of milestones": mutated_labels.milestones,
    "levers": mutated_questions.levers,
    "arguments": mutated_questions.arguments,
    "keys of questions": mutated_questions.left_out,
    "conditions of actions": mutated_actions.conditions,
    "words of actions": mutated_actions.words,
    "stages of actions": mutated_actions.stages,
    "strengths": mutated_actions.strengths,
    "due and from": mutated_actions.due_and_from,
    "places": mutated_actions.places,
    "privacy": mutated_actions.private,
    "what is answered once done": mutated_actions.settled,
    "order of what comes first": mutated_first.order,
    "what is put first": mutated_first.put_first,
    "conditions of what comes first": mutated_first.conditions,
    "stages of what comes first": mutated_first.stages,
    "what stands alone": mutated_first.alone,
    "dates": mutated_first.dates,
    "facts and dates in texts": mutated_texts.shown,
    "facts in reasons": mutated_texts.reasons,
    "whom to call": mutated_texts.calls,
    "what is to decide and what can wait": mutated_texts.asides,
}
