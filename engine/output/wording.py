"""Turn ids, values and ways into the words that the knowledge base gives them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from engine.consultation.moment import day_of
from engine.consultation.outcome import Outcome, Recommendation, Upshot
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.condition import Atom, Test
from engine.language.entries import Action, Conclusion, Fact, Node, Question, Source
from engine.language.expression import filled_times, shown_facts
from engine.language.words import NONE, UNKNOWN, Texts, Value
from engine.language.written import Entry
from engine.output.citations import cited_by, of_figures
from engine.output.due import due_text, time_text

# The standings that a plan names in one word; its foot says what each stands for.
IN_ONE_WORD = ("opinion", "ours")

# Values and tests


def value_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value as the base words it; a list of choices is joined by commas.

    A number below zero is turned about where the base has a word for that: `3 above`.
    """
    fact = kb.facts[name]
    words = fact.words
    if isinstance(value, frozenset):
        return ", ".join(text for choice, text in words.items() if choice in value)
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, int) and value < 0 and isinstance(fact, Conclusion) and fact.below_zero:
        return f"{-value} {fact.below_zero}"
    return str(value)


def value_or_dash(kb: KnowledgeBase, name: str, value: Value | None) -> str:
    """Give a fact's value as the base words it; a dash where it has none."""
    return "-" if value is None else value_text(kb, name, value)


def cell_text(upshot: Upshot, name: str) -> str:
    """Give what a conclusion came to as the cell of a table; a dash where that is not known."""
    value = upshot.facts.get(name)
    return value_or_dash(upshot.kb, name, None if value == UNKNOWN else value)


def fact_text(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact as `label: value`."""
    return f"{kb.facts[name].label}: {value_text(kb, name, value)}"


def quoted(kb: KnowledgeBase, name: str, value: Value) -> str:
    """Give a fact's value for use in a sentence: the base's words in quotes, a number as it is."""
    text = value_text(kb, name, value)
    return text if isinstance(value, int) else f"“{text}”"


def filled(text: str, outcome: Upshot) -> str:
    """Show the facts and the dates that a text names in braces."""
    known = outcome.known
    for name in shown_facts(text):
        if name in known:
            text = text.replace(f"{{{name}}}", value_text(outcome.kb, name, known[name]))
    return filled_times(text, lambda kind, name: time_text(outcome, kind, name))


def with_facts(outcome: Upshot, facts: Mapping[str, Value | None]) -> Upshot:
    """Give an outcome with some conclusions otherwise, to fill texts from; None leaves one open.

    What is open stays in braces.
    """
    changed = {**outcome.facts, **facts}
    known = {name: value for name, value in changed.items() if value is not None}
    return msgspec.structs.replace(outcome, facts=known)


def capitalized(text: str) -> str:
    """Give a text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def uncapitalized(text: str) -> str:
    """Give a text with a small first letter; one that opens with an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


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


def called(outcome: Upshot, entry: Node | Action | Fact) -> str:
    """Name an entry for a person: by its title, what there is to do or not to do, or its label."""
    if isinstance(entry, Node):
        return entry.title
    if isinstance(entry, Action):
        do = filled(entry.do, outcome)
        return f"Don't {uncapitalized(do)}" if entry.strength == "avoid" else do
    return entry.label


def action_text(outcome: Upshot, action: Action) -> str:
    """Give an action in one line: `must: Rest for a day`, `don't run`."""
    text = called(outcome, action)
    return uncapitalized(text) if action.strength == "avoid" else f"{action.strength}: {text}"


def to_do(outcome: Upshot, recommendation: Recommendation) -> str:
    """Say in few words what there is to do, or what is left of it when its time is over."""
    action = recommendation.action
    late = filled(action.late, outcome) if recommendation.state == "late" else ""
    return late or called(outcome, action)


def step_text(outcome: Upshot, recommendation: Recommendation) -> str:
    """Give a step in one line, as `action_text`; of one that is late what is left of it."""
    if recommendation.state == "late":
        return to_do(outcome, recommendation)
    return action_text(outcome, recommendation.action)


class Advice(msgspec.Struct, frozen=True):
    """Hold the words of a recommendation, the facts in them filled in.

    `mark` says how strongly it is meant: `must`, or `don't` before what is not to be done. `due` is
    empty unless the action waits on the world: the others stand below a heading that says by when.
    `source` names its sources with their standing.
    """

    mark: str
    do: str
    how: str
    because: str
    due: str
    source: str


def worded(outcome: Outcome, recommendation: Recommendation) -> Advice:
    """Put a recommendation into words."""
    action = recommendation.action
    is_warning = action.strength == "avoid"
    do = filled(action.do, outcome)
    return Advice(
        mark="don't" if is_warning else action.strength,
        do=uncapitalized(do) if is_warning else do,
        how=filled(action.late if recommendation.state == "late" else action.how, outcome),
        because=filled(action.because, outcome),
        due=due_text(outcome, recommendation) if recommendation.contingent else "",
        source=traced_text(outcome.kb, cited_by(outcome, action)),
    )


def cited_text(kb: KnowledgeBase, citations: Iterable[str]) -> str:
    """Name sources with their standing: `the ministry, official; gazette.org, opinion`."""
    sources = [kb.sources[citation.partition("/")[0]] for citation in citations]
    return "; ".join(dict.fromkeys(f"{source.publisher}, {source.status}" for source in sources))


def traced_text(kb: KnowledgeBase, citations: Iterable[str]) -> str:
    """Name sources so that each can be gone to: `opinion; AAMC 2025, official: https://…`.

    What is an opinion or the base's own is said in that word alone; `legend` says whose it is.
    """
    sources = [kb.sources[citation.partition("/")[0]] for citation in citations]
    return "; ".join(dict.fromkeys(map(_traced, sources)))


def _traced(source: Source) -> str:
    is_told = source.url and source.status not in IN_ONE_WORD
    return f"{source_text(source)}: {source.url}" if is_told else source_text(source)


def source_text(source: Source) -> str:
    """Name a source with its year and its standing; an opinion and our own in that word alone."""
    if source.status in IN_ONE_WORD:
        return source.status
    publisher = f"{source.publisher} {source.year}" if source.year else source.publisher
    return f"{publisher}, {source.status}"


def legend(kb: KnowledgeBase, citations: Iterable[str]) -> str:
    """Say in one line, of some sources that are cited in one word, what that word stands for."""
    titles: dict[str, list[str]] = {}
    for name in dict.fromkeys(citation.partition("/")[0] for citation in citations):
        source = kb.sources[name]
        is_named = source.publisher in source.url
        where = source.url if is_named else f"{source.publisher}, {source.url}".removesuffix(", ")
        titles.setdefault(source.status, []).append(f"{source.title} ({where})")
    said = [
        f"{capitalized(word)}: {'; '.join(titles[word])}." for word in IN_ONE_WORD if word in titles
    ]
    return " ".join(said)


# Ways


def supposed(kb: KnowledgeBase, ways: Iterable[Way]) -> str:
    """Say what ways assume: `you do not match, and SOAP has none for you`.

    Empty when they assume nothing.
    """
    return "; or if ".join(_way_text(kb, way) for way in ways)


def _way_text(kb: KnowledgeBase, way: Way) -> str:
    clauses = [clause(kb.questions[name], allowed) for name, allowed in way]
    return ", and ".join(clauses)


def clause(question: Question, allowed: tuple[str, ...]) -> str:
    """Say in a clause that a question falls on one of some choices.

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
    """Name an outcome in one line: its caption, as far as it is known."""
    kb, known = outcome.kb, outcome.known
    parts = [fact_text(kb, name, known[name]) for name in kb.head.caption if name in known]
    return " · ".join(parts) or kb.head.title


class Stand(msgspec.Struct, frozen=True):
    """Hold where a person stands by one conclusion: what it is, why, and its sources.

    `name` is its id; its `sources` are those of its figures, then those that have an address of
    their own to go to.
    """

    name: str
    what: str
    because: str
    sources: tuple[str, ...]


def stands(outcome: Outcome) -> Iterator[Stand]:
    """Say what the decisive conclusions are and why, in the words of the rows that held.

    One that is not known is left out.
    """
    kb = outcome.kb
    for name in kb.head.headline:
        value = outcome.facts.get(name, NONE)  # a copy to show around leaves out what is private
        if value in (NONE, UNKNOWN):
            continue
        for firing in outcome.firings("conclusion", name):
            because = filled(getattr(firing.entry, "because", ""), outcome)
            yield Stand(
                name, fact_text(kb, name, value), because, _stand_sources(outcome, firing.entry)
            )


def category_lines(outcome: Outcome) -> tuple[str, ...]:
    """Say where a person stands, each conclusion in one line with its sources in brackets."""
    return tuple(_stand_line(outcome.kb, stand) for stand in stands(outcome))


def _stand_line(kb: KnowledgeBase, stand: Stand) -> str:
    cited = f" ({traced_text(kb, stand.sources)})" if stand.sources else ""
    return f"{stand.what}. {stand.because}{cited}"


def _stand_sources(outcome: Outcome, entry: Entry) -> tuple[str, ...]:
    """Name the sources of the figures in a row, and its own that have an address to go to."""
    kept = []
    from_figures = of_figures(outcome, entry)
    for citation in cited_by(outcome, entry):
        source = outcome.kb.sources[citation.partition("/")[0]]
        if citation in from_figures or source.status not in IN_ONE_WORD:
            kept.append(citation)
    return tuple(kept)


def imprint(outcome: Outcome) -> str:
    """Say which base made an outcome, and when: to the minute where the base goes by the hour."""
    kb, today = outcome.kb, outcome.today
    version = f"Knowledge base {kb.head.version}"
    if today is None:
        return version
    goes_by_the_hour = any(milestone.timed for milestone in kb.milestones.values())
    if isinstance(today, datetime) and goes_by_the_hour:
        return f"{version}, made {today.isoformat(' ')[:16]} Eastern"
    return f"{version}, made {day_of(today)}"


def standing(outcome: Outcome) -> str:
    """Say which base made an outcome and when, and what it is not: a line for every page."""
    return " ".join([f"{imprint(outcome)}.", *outcome.kb.head.foot[:1]]).strip()
