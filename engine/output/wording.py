"""Turn ids, values and ways into the words that the knowledge base gives them."""

import datetime
from collections.abc import Iterable

from engine.consultation.outcome import Outcome, Recommendation
from engine.explanation.why import asked_by
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.condition import Atom, Test
from engine.language.entries import Action, Milestone, Node, Question
from engine.language.expression import shown_facts
from engine.language.words import NONE, Value


def value_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value as the base words it; a list of choices is joined by commas."""
    words = kb.facts[name].words
    if isinstance(value, frozenset):
        return ", ".join(words[one] for one in words if one in value)
    return words.get(str(value), str(value)) if isinstance(value, str) else str(value)


def fact_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact as `label: value`."""
    return f"{kb.facts[name].label}: {value_text(kb, name, value)}"


def filled(text: str, outcome: Outcome) -> str:
    """Show the facts that a text names in braces."""
    known = outcome.known
    for name in shown_facts(text):
        if name in known:
            text = text.replace(f"{{{name}}}", value_text(outcome.kb, name, known[name]))
    return text


def quoted(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value for use in a sentence: the base's words in quotes, a number as it is."""
    return str(value) if isinstance(value, int) else f"“{value_text(kb, name, value)}”"


def test_text(kb: KnowledgeBase, name: str, test: Test) -> str:
    """Say what a test asks of a fact: `“B, clearly below”`, `11 to 20`, `not “Yes”`, `with “Fatigue”`."""
    return " and ".join(_atom_text(kb, name, atom) for atom in test.atoms)


def _atom_text(kb: KnowledgeBase, name: str, atom: Atom) -> str:
    words = kb.facts[name].words
    order = [*words, *sorted(one for one in atom.values if isinstance(one, int))]
    parts = [quoted(kb, name, one) for one in order if one in atom.values]
    parts += [_range_text(low, high) for low, high in atom.ranges]
    for sign, chosen in (("with", atom.has), ("without", atom.lacks)):
        if chosen:
            parts.append(
                f"{sign} {' or '.join(f'“{words[one]}”' for one in words if one in chosen)}"
            )
    if not parts:
        return "known"
    return f"{'not ' if atom.negated else ''}{' or '.join(parts)}"


def _range_text(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"{low} to {high}"


def arguments(outcome: Outcome, question: Question) -> tuple[str, ...]:
    """Give the case for and against a question's choices, each with its source, as far as it holds here."""
    kb = outcome.kb
    return tuple(
        f"{one.stand.capitalize()} “{question.words[one.choice]}”: {one.say} ({cited_text(kb, one.sources)})"
        for one in question.weigh
        if outcome.holds(one.when)
    )


def supposed(kb: KnowledgeBase, ways: Iterable[Way]) -> str:
    """Say what ways assume: `you do not match, and SOAP has none for you`; empty when they assume nothing."""
    clauses = [
        ", and ".join(_choices_text(kb.questions[q], allowed) for q, allowed in way) for way in ways
    ]
    return "; or if ".join(clauses)


def _choices_text(question: Question, allowed: tuple[str, ...]) -> str:
    for one in question.suppose:
        if set(one.values) == set(allowed):
            return one.say
    single = {one.values[0]: one.say for one in question.suppose if len(one.values) == 1}
    texts = [
        single.get(choice, f"{question.label.lower()} is “{question.words[choice]}”")
        for choice in allowed
    ]
    return " or ".join(texts)


def cited_text(kb: KnowledgeBase, citations: Iterable[str]) -> str:
    """Name sources with their standing: `NRMP, official; residencyadvisor.com, opinion`."""
    sources = [kb.sources[citation.partition("/")[0]] for citation in citations]
    return "; ".join(dict.fromkeys(f"{source.publisher}, {source.status}" for source in sources))


def due_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say by when an action is due, with the date where the base gives one; empty when it has none."""
    milestone = outcome.kb.milestones.get(recommendation.by)
    if milestone is None:
        return ""
    date = date_of(outcome, milestone)
    return f"{milestone.label} ({date:%a} {date.day} {date:%b %Y})" if date else milestone.label


def date_of(outcome: Outcome, milestone: Milestone) -> datetime.date | None:
    """Give a milestone's date, if it has one that holds for these answers."""
    return milestone.date if outcome.holds(milestone.when) else None


def category_lines(outcome: Outcome) -> tuple[str, ...]:
    """Say what the decisive conclusions are and why, in the words of the rows that held."""
    kb = outcome.kb
    lines: list[str] = []
    for name in (one for one in kb.head.headline if outcome.facts.get(one) != NONE):
        for firing in outcome.firings("conclusion", name):
            because = getattr(firing.entry, "because", "")
            lines.append(f"{fact_text(kb, name, outcome.facts[name])}. {because}".strip())
    return tuple(lines)


def standing(outcome: Outcome) -> str:
    """Say which base made an outcome and when, and what it is not: a line for every page."""
    made = f", made {outcome.today}" if outcome.today else ""
    return f"Knowledge base {outcome.kb.head.version}{made}. {outcome.kb.head.foot[0] if outcome.kb.head.foot else ''}".strip()


def title(outcome: Outcome) -> str:
    """Name an outcome in one line: target, score and category as far as they are known."""
    kb, known = outcome.kb, outcome.known
    parts = [fact_text(kb, name, known[name]) for name in kb.head.caption if name in known]
    return " · ".join(parts) or kb.head.title


def decides(outcome: Outcome, question: Question) -> str:
    """Say what a question decides, in the title of the node or the words of the action."""
    entry = asked_by(outcome, question)
    if isinstance(entry, Action):
        return f"It decides whether this belongs in your plan: {filled(entry.do, outcome)}"
    if isinstance(entry, Node):
        nodes = outcome.kb.nodes
        onward = dict.fromkeys(
            nodes[branch.go].title for branch in entry.branches if branch.go in nodes
        )
        return f"It decides where you go from “{entry.title}”: {'; '.join(onward)}"
    return f"It decides: {getattr(entry, 'label', question.label)}"


def numbers(outcome: Outcome) -> dict[str, int]:
    """Number the nodes that are reached for certain, from 1, in the order of the path."""
    certain = dict.fromkeys(step.node.id for step in outcome.path if not step.contingent)
    return {name: number for number, name in enumerate(certain, 1)}
