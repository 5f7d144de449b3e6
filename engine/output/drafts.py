"""Fill the drafts of a plan from the answers; what is not known stays a gap."""

import re
from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Outcome, Recommendation
from engine.language.base import KnowledgeBase
from engine.language.draft import Draft
from engine.language.entries import Action, Question
from engine.language.expression import filled_facts, filled_times
from engine.language.tables import ColumnOf
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value
from engine.output import wording
from engine.output.due import time_text
from engine.output.layout import titled, wrapped
from engine.output.opening import Opening, opening
from engine.output.plan_parts import sections
from engine.output.shell import EXAMPLE, Shell

_SAYS_NOTHING = (UNKNOWN, DECLINED, NOT_YET, NONE)

# A fact that goes on a sentence, after a word or a comma.
_GOES_ON = re.compile(r"(?<=[\w,] )\{([a-z][a-z0-9_-]*)\}")


def filled(outcome: Outcome, recommendation: Recommendation) -> Draft | None:
    """Give the draft of a recommendation with its facts and dates filled in; None without one.

    A fact that is not known, or whose answer names nothing, becomes a gap: `[the day you leave]`.
    """
    draft = recommendation.action.drafted
    if draft is None:
        return None
    title, text = _in_words(outcome, draft.title), _in_words(outcome, draft.text)
    return Draft(title, text.strip(), draft.kind)


def _in_words(outcome: Outcome, text: str) -> str:
    text = _GOES_ON.sub(lambda brace: wording.uncapitalized(_shown(outcome, brace[1])), text)
    text = filled_facts(text, lambda name: _shown(outcome, name))
    return filled_times(text, lambda kind, name: time_text(outcome, kind, name))


def _shown(outcome: Outcome, name: str) -> str:
    """Give what stands for a fact: its value in words, else a gap that says what belongs there."""
    kb, value = outcome.kb, outcome.known.get(name)
    if value is None or value in _SAYS_NOTHING or _is_outside(kb, name, value):
        return f"[{wording.uncapitalized(kb.facts[name].label)}]"
    return wording.value_text(kb, name, value)


def _is_outside(kb: KnowledgeBase, name: str, value: Value) -> bool:
    """Tell whether an answer is no row of the table that its question takes choices from.

    What such a question offers beside the rows, like "another one", names nothing.
    """
    fact = kb.facts[name]
    column = fact.choices_from if isinstance(fact, Question) else None
    return isinstance(column, ColumnOf) and value not in kb.tables[column.table].rows


def with_drafts(outcome: Outcome, whole: bool = False) -> list[Recommendation]:
    """Give the recommendations that a plan shows and that have a draft, in its order.

    What is done, what waits for its time, and what stands behind what comes first alone is left
    out as it is in the plan, unless the `whole` plan is asked for.
    """
    first = opening(outcome, whole)
    shown = list(first.steps)
    for _, steps in () if first.alone else sections(outcome, first, whole):
        shown += steps
    return [step for step in shown if step.action.drafted]


def titles(outcome: Outcome, private: bool) -> dict[str, str]:
    """Map the actions of a plan that have a draft to its title; `private` ones where asked for."""
    drafts = {}
    for step in outcome.actions:
        draft = filled(outcome, step)
        if draft and (private or not step.action.private):
            drafts[step.action.id] = draft.title
    return drafts


def printed_by(action: Action, shell: Shell = EXAMPLE) -> str:
    """Give the command that prints a draft."""
    return shell.on_case("draft", f"{action.id}{' --private' if action.private else ''}")


def listing(outcome: Outcome, steps: list[Recommendation], shell: Shell, width: int) -> str:
    """List drafts by when they are due: the title of each, its kind, and what prints it."""
    restricted = msgspec.structs.replace(outcome, actions=tuple(steps))
    return "\n".join(_lines(restricted, shell, width)).rstrip() + "\n"


def _lines(outcome: Outcome, shell: Shell, width: int) -> Iterator[str]:
    for heading, steps in sections(outcome, Opening(), whole=True):
        yield from titled(heading, width)
        for step in steps:
            draft = filled(outcome, step)
            if draft:
                kind = f" ({draft.kind})" if draft.kind else ""
                yield from wrapped(f"- {draft.title}{kind}", width, 2)
                yield f"  {printed_by(step.action, shell)}"
        yield ""
