"""Turn ids, values and ways into the words that the knowledge base gives them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from engine.consultation.outcome import Outcome, Recommendation
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.condition import Atom, Test
from engine.language.entries import Action, Fact, Node, Question
from engine.language.expression import filled_times, shown_facts
from engine.language.words import NONE, Texts, Value
from engine.output.due import due_text, time_text

# Values and tests


def value_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value as the base words it; a list of choices is joined by commas."""
    words = kb.facts[name].words
    if isinstance(value, frozenset):
        return ", ".join(text for choice, text in words.items() if choice in value)
    if isinstance(value, str):
        return words.get(value, value)
    return str(value)


def value_or_dash(kb: KnowledgeBase, name: str, value: Value | None) -> str:
    """Give a fact's value as the base words it; a dash where it has none."""
    return "-" if value is None else value_text(kb, name, value)


def fact_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact as `label: value`."""
    return f"{kb.facts[name].label}: {value_text(kb, name, value)}"


def quoted(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value for use in a sentence: the base's words in quotes, a number as it is."""
    return str(value) if isinstance(value, int) else f"“{value_text(kb, name, value)}”"


def filled(text: str, outcome: Outcome) -> str:
    """Show the facts and the dates that a text names in braces."""
    known = outcome.known
    for name in shown_facts(text):
        if name in known:
            text = text.replace(f"{{{name}}}", value_text(outcome.kb, name, known[name]))
    return filled_times(text, lambda kind, name: time_text(outcome, kind, name))


def capitalized(text: str) -> str:
    """Give a text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def test_text(kb: KnowledgeBase, name: str, test: Test) -> str:
    """Say what a test asks of a fact: `“B, clearly below”`, `11 to 20`, `not “Yes”`."""
    return " and ".join(_atom_text(kb, name, atom) for atom in test.atoms)


def _atom_text(kb: KnowledgeBase, name: str, atom: Atom) -> str:
    words = kb.facts[name].words
    numbers = sorted(value for value in atom.values if isinstance(value, int))
    parts = [quoted(kb, name, value) for value in (*words, *numbers) if value in atom.values]
    parts += [_range_text(low, high) for low, high in atom.ranges]
    parts += _shared_texts(words, "with", atom.has)
    parts += _shared_texts(words, "without", atom.lacks)
    if not parts:
        return "known"
    alternatives = " or ".join(parts)
    return f"not {alternatives}" if atom.negated else alternatives


def _shared_texts(words: Texts, sign: str, chosen: frozenset[str]) -> Iterator[str]:
    """Say which choices a list has to share, or not to: `with “Fatigue” or “Timing”`."""
    choices = [f"“{text}”" for choice, text in words.items() if choice in chosen]
    if choices:
        yield f"{sign} {' or '.join(choices)}"


def _range_text(low: int | None, high: int | None) -> str:
    if low is None:
        return f"at most {high}"
    if high is None:
        return f"at least {low}"
    return f"{low} to {high}"


# Entries


def called(outcome: Outcome, entry: Node | Action | Fact) -> str:
    """Name an entry for a person: by its title, what there is to do, or its label."""
    if isinstance(entry, Node):
        return entry.title
    if isinstance(entry, Action):
        return filled(entry.do, outcome)
    return entry.label


def action_text(outcome: Outcome, action: Action) -> str:
    """Give an action in one line: `must: Rest for a day`."""
    return f"{action.strength}: {called(outcome, action)}"


class Advice(msgspec.Struct, frozen=True):
    """Hold the words of a recommendation, the facts in them filled in.

    `due` is empty unless the action waits on the world: the others stand below a heading that says
    by when. `source` names its sources with their standing.
    """

    do: str
    how: str
    because: str
    due: str
    source: str


def worded(outcome: Outcome, recommendation: Recommendation) -> Advice:
    """Put a recommendation into words."""
    action = recommendation.action
    return Advice(
        do=called(outcome, action),
        how=filled(action.late if recommendation.state == "late" else action.how, outcome),
        because=filled(action.because, outcome),
        due=due_text(outcome, recommendation) if recommendation.contingent else "",
        source=cited_text(outcome.kb, action.sources),
    )


def cited_text(kb: KnowledgeBase, citations: Iterable[str]) -> str:
    """Name sources with their standing: `NRMP, official; residencyadvisor.com, opinion`."""
    sources = [kb.sources[citation.partition("/")[0]] for citation in citations]
    return "; ".join(dict.fromkeys(f"{source.publisher}, {source.status}" for source in sources))


# Ways


def supposed(kb: KnowledgeBase, ways: Iterable[Way]) -> str:
    """Say what ways assume: `you do not match, and SOAP has none for you`.

    Empty when they assume nothing.
    """
    return "; or if ".join(_way_text(kb, way) for way in ways)


def _way_text(kb: KnowledgeBase, way: Way) -> str:
    clauses = [_choices_text(kb.questions[name], allowed) for name, allowed in way]
    return ", and ".join(clauses)


def _choices_text(question: Question, allowed: tuple[str, ...]) -> str:
    """Say that a question falls on one of some choices.

    In the base's own clause for just these choices, where it has one; else choice by choice.
    """
    alone: dict[str, str] = {}
    for supposition in question.suppose:
        if set(supposition.values) == set(allowed):
            return supposition.say
        if len(supposition.values) == 1:
            alone[supposition.values[0]] = supposition.say
    clauses = []
    for choice in allowed:
        plainly = f"{question.label.lower()} is “{question.words[choice]}”"
        clauses.append(alone.get(choice, plainly))
    return " or ".join(clauses)


# Outcomes


def title(outcome: Outcome) -> str:
    """Name an outcome in one line: target, score and category as far as they are known."""
    kb, known = outcome.kb, outcome.known
    parts = [fact_text(kb, name, known[name]) for name in kb.head.caption if name in known]
    return " · ".join(parts) or kb.head.title


def category_lines(outcome: Outcome) -> tuple[str, ...]:
    """Say what the decisive conclusions are and why, in the words of the rows that held."""
    kb = outcome.kb
    lines: list[str] = []
    for name in kb.head.headline:
        value = outcome.facts.get(name, NONE)  # a copy to show around leaves out what is private
        if value == NONE:
            continue
        for firing in outcome.firings("conclusion", name):
            because = getattr(firing.entry, "because", "")
            lines.append(f"{fact_text(kb, name, value)}. {because}".strip())
    return tuple(lines)


def imprint(outcome: Outcome) -> str:
    """Say which base made an outcome, and when."""
    today = outcome.today
    made = f", made {today.isoformat(' ')[:16]} Eastern" if isinstance(today, datetime) else ""
    if today and not made:
        made = f", made {today}"
    return f"Knowledge base {outcome.kb.head.version}{made}"


def standing(outcome: Outcome) -> str:
    """Say which base made an outcome and when, and what it is not: a line for every page."""
    return " ".join([f"{imprint(outcome)}.", *outcome.kb.head.foot[:1]]).strip()
