"""Turn explanations into sentences for a person."""

from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome
from engine.explanation import how, levers, nearest, why_not
from engine.explanation.how import Chain, Kind
from engine.explanation.why_not import Failed
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Branch, Fact, Question
from engine.language.words import Value
from engine.output import wording
from engine.output.layout import WIDTH, listed, wrapped_lines
from engine.output.question_text import asked

# How


def overview_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Say how the conclusions that a plan opens with came about, and why the path turned.

    The text is wrapped to a width in columns.
    """
    lines: list[str] = []
    chain = how.overview(outcome)
    if chain:
        lines += ["How the score is read", "", *_chain_lines(outcome, chain), ""]
    turns = how.turns(outcome)
    if turns:
        lines += ["Where the path turned, and why", ""]
        lines += [_firing_line(outcome, firing) for firing in turns]
    if outcome.pending:
        lines += ["", f"Not answered yet: {asked(outcome, outcome.pending).ask}"]
    return wrapped_lines(lines, width)


def how_text(outcome: Outcome, chains: Iterable[Chain], width: int = WIDTH) -> str:
    """Say how some results came about, each from the answers on, wrapped to a width in columns."""
    parts = []
    for chain in chains:
        title = result_title(outcome, chain.kind, chain.id)
        parts.append(wrapped_lines([title, "", *_chain_lines(outcome, chain)], width))
    return "\n".join(parts)


def result_title(outcome: Outcome, kind: Kind, name: str) -> str:
    """Name a result: a node, an action, or a fact that is known, with its value."""
    if kind == "node":
        return wording.called(outcome, outcome.kb.nodes[name])
    if kind == "action":
        return wording.called(outcome, outcome.kb.actions[name])
    return wording.fact_text(outcome.kb, name, outcome.known[name])


def _chain_lines(outcome: Outcome, chain: Chain) -> Iterator[str]:
    kb = outcome.kb
    if chain.answers:
        given = [
            f"{kb.questions[name].label} {wording.quoted(kb, name, value)}"
            for name, value in chain.answers
        ]
        yield f"You answered: {'; '.join(given)}."
    if chain.assumed:
        labels = [kb.questions[name].label for name in chain.assumed]
        yield f"Not decided yet, so each case is looked at: {'; '.join(labels)}."
    # A rule may have fired on several ways ahead: it is said once.
    yield from dict.fromkeys(_firing_line(outcome, firing) for firing in chain.firings)


def _firing_line(outcome: Outcome, firing: Firing) -> str:
    source = wording.cited_text(outcome.kb, firing.entry.sources)
    where = f"{firing.place}; {source}" if source else str(firing.place)
    return f"- {sentence(outcome, firing)} ({where})"


def sentence(outcome: Outcome, firing: Firing) -> str:
    """Say that a rule fired: what it decided, on which facts, and why in the advisor's words."""
    kb = outcome.kb
    if firing.kind == "not-yet":
        ask = kb.questions[firing.id].ask
        return f"“{ask}” is not decided yet, so the plan looks at each answer."
    said = _decided(outcome, firing)
    case = wording.supposed(kb, firing.ways) if firing.assumed else ""
    if case and isinstance(firing.entry, Branch):
        # "At" is our own word; where the base's own words come first, they keep their capital.
        said = said[0].lower() + said[1:]
    if case:
        said = f"If {case}: {said}"
    because = wording.filled(getattr(firing.entry, "because", ""), outcome)
    return f"{said}{_since(kb, firing.facts)}. {because}".strip()


def _decided(outcome: Outcome, firing: Firing) -> str:
    """Say what a rule decided: the way on from a node, an action in the plan, a fact."""
    kb, entry = outcome.kb, firing.entry
    if isinstance(entry, Branch):
        title = wording.called(outcome, kb.nodes[firing.id])
        return f"At “{title}” the way on is “{entry.label or 'on'}”"
    if isinstance(entry, Action):
        return f"“{wording.called(outcome, entry)}” is in the plan ({entry.strength})"
    return _fact_is(kb, firing.id, firing.value)


def _since(kb: KnowledgeBase, facts: Iterable[tuple[str, Value]]) -> str:
    parts = [_fact_is(kb, name, value) for name, value in facts]
    return f", since {listed(parts, 'and')}" if parts else ""


def _fact_is(kb: KnowledgeBase, name: str, value: Value) -> str:
    return f"{kb.facts[name].label} is {wording.quoted(kb, name, value)}"


# Why not


def why_not_text(outcome: Outcome, kind: Kind, name: str, width: int = WIDTH) -> str:
    """Say which conditions kept a node or an action away, and which nearest answers would bring it.

    The text is wrapped to a width in columns.
    """
    lines = [f"Not in your plan: {result_title(outcome, kind, name)}", ""]
    lines += [f"- {failed_text(outcome, failed)}" for failed in why_not.failed(outcome, kind, name)]
    lines.append("")
    change = nearest.nearest(outcome, kind, name)
    if change:
        lines += _change_lines(outcome, change)
    else:
        lines.append("No few other answers were found that would bring it on this date.")
    return wrapped_lines(lines, width)


def failed_text(outcome: Outcome, failed: Failed) -> str:
    """Say in a sentence what a condition asks, what is so instead, and where it is written."""
    kb = outcome.kb
    fact = kb.facts[failed.name]
    where = "It is for those for whom"
    if failed.of:
        where = f"“{wording.called(outcome, failed.of)}” leads there only if"
    asked = f"{where} {fact.label} is {wording.test_text(kb, failed.name, failed.test)}"
    if failed.value is None:
        return f"{asked}; that is not known here. ({failed.at.place})"
    here = f"here it is {wording.quoted(kb, failed.name, failed.value)}"
    if is_fixed(outcome, fact):
        here += ", and that is fixed"
    return f"{asked}; {here}. ({failed.at.place})"


def is_fixed(outcome: Outcome, fact: Fact) -> bool:
    """Tell whether a fact is an answer that nothing can change any more."""
    return isinstance(fact, Question) and not levers.changeable(outcome, fact)


def _change_lines(outcome: Outcome, change: nearest.Change) -> Iterator[str]:
    kb = outcome.kb
    yield "The nearest answers with which it would be:"
    for name, value in change.changed.items():
        question, now = kb.questions[name], wording.quoted(kb, name, outcome.answers[name])
        instead = f"- {question.label} {wording.quoted(kb, name, value)}, where you said {now}"
        fixed = is_fixed(outcome, question)
        yield f"{instead} (fixed: nothing you do now changes it)" if fixed else instead
    for name, value in change.added.items():
        answer = wording.quoted(kb, name, value)
        yield f"- {kb.questions[name].label} {answer}, which would then be asked"
