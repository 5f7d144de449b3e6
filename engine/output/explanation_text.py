"""Turn explanations into sentences for a person."""

from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome
from engine.explanation import how, levers, nearest, why_not
from engine.explanation.how import Chain, Kind
from engine.explanation.why_not import Failed
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Branch, Question
from engine.language.words import Value
from engine.output import wording
from engine.output.layout import WIDTH, listed, wrapped_lines


def overview_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Say how the conclusions that a plan opens with came about, and why the path turned where it did."""
    lines: list[str] = []
    if chain := how.overview(outcome):
        lines += ["How the score is read", "", *_chain_lines(outcome, chain), ""]
    if turns := how.turns(outcome):
        lines += [
            "Where the path turned, and why",
            "",
            *(line for one in turns for line in _step_lines(outcome, one)),
        ]
    if outcome.pending:
        lines += ["", f"Not answered yet: {outcome.pending.ask}"]
    return wrapped_lines(lines, width)


def how_text(outcome: Outcome, chains: Iterable[Chain], width: int = WIDTH) -> str:
    """Say how some results came about, each from the answers on."""
    parts = [
        wrapped_lines([title_of(outcome, one.kind, one.id), "", *_chain_lines(outcome, one)], width)
        for one in chains
    ]
    return "\n".join(parts)


def title_of(outcome: Outcome, kind: Kind, name: str) -> str:
    kb = outcome.kb
    if kind == "node":
        return kb.nodes[name].title
    return wording.filled(kb.actions[name].do, outcome) if kind == "action" else _is(outcome, name)


def _is(outcome: Outcome, name: str) -> str:
    return wording.fact_text(outcome.kb, name, outcome.known[name])


def _chain_lines(outcome: Outcome, chain: Chain) -> Iterator[str]:
    kb = outcome.kb
    if chain.answers:
        given = (
            f"{kb.questions[name].label} {wording.quoted(kb, name, value)}"
            for name, value in chain.answers
        )
        yield f"You answered: {'; '.join(given)}."
    if chain.assumed:
        yield f"Not decided yet, so each case is looked at: {'; '.join(kb.questions[q].label for q in chain.assumed)}."
    # A rule may have fired on several ways ahead: it is said once.
    yield from dict.fromkeys(
        line for firing in chain.firings for line in _step_lines(outcome, firing)
    )


def _step_lines(outcome: Outcome, firing: "Firing") -> Iterator[str]:
    source = wording.cited_text(outcome.kb, firing.entry.sources)
    yield f"- {sentence(outcome, firing)} ({firing.place}{f'; {source}' if source else ''})"


def sentence(outcome: Outcome, firing: "Firing") -> str:
    """Say in a sentence that a rule fired: what it decided, on which facts, and why in the advisor's words."""
    kb, entry = outcome.kb, firing.entry
    if isinstance(entry, Branch):
        title, label = kb.nodes[firing.id].title, entry.label or "on"
        said = f"At “{title}” the way on is “{label}”"
    elif isinstance(entry, Action):
        said = f"“{wording.filled(entry.do, outcome)}” is in the plan ({entry.strength})"
    elif firing.kind == "not-yet":
        return (
            f"“{kb.questions[firing.id].ask}” is not decided yet, so the plan looks at each answer."
        )
    else:
        said = f"{kb.facts[firing.id].label} is {wording.quoted(kb, firing.id, firing.value or '')}"
    if firing.assumed and (case := wording.supposed(kb, [firing.way])):
        said = f"If {case}: {said[0].lower() + said[1:] if said.startswith('At ') else said}"
    because = wording.filled(getattr(entry, "because", ""), outcome)
    return f"{said}{_since(kb, firing.facts)}. {because}".strip()


def _since(kb: KnowledgeBase, facts: Iterable[tuple[str, Value]]) -> str:
    parts = [
        f"{kb.facts[name].label} is {wording.quoted(kb, name, value)}" for name, value in facts
    ]
    return f", since {listed(parts)}" if parts else ""


def why_not_text(outcome: Outcome, kind: Kind, name: str, width: int = WIDTH) -> str:
    """Say which conditions kept a node or an action away, and the nearest answers that would bring it."""
    kb = outcome.kb
    called = (
        kb.nodes[name].title if kind == "node" else wording.filled(kb.actions[name].do, outcome)
    )
    lines = [f"Not in your plan: {called}", ""]
    lines += [f"- {failed_text(outcome, one)}" for one in why_not.failed(outcome, kind, name)]
    change = nearest.nearest(outcome, kind, name)
    lines += [
        "",
        *(
            _change_lines(outcome, change)
            if change
            else ["No other answers would bring it on this date."]
        ),
    ]
    return wrapped_lines(lines, width)


def failed_text(outcome: Outcome, one: Failed) -> str:
    kb = outcome.kb
    fact = kb.facts[one.name]
    where = f"“{one.of.title}” leads there only if" if one.of else "It is for those for whom"
    asked = f"{where} {fact.label} is {wording.test_text(kb, one.name, one.test)}"
    if one.value is None:
        return f"{asked}; that is not known here. ({one.at.place})"
    is_ = f"here it is {wording.quoted(kb, one.name, one.value)}"
    fixed = isinstance(fact, Question) and not levers.changeable(outcome, fact)
    return f"{asked}; {is_}{', and that is fixed' if fixed else ''}. ({one.at.place})"


def _change_lines(outcome: Outcome, change: nearest.Change) -> Iterator[str]:
    kb = outcome.kb
    yield "The nearest answers with which it would be:"
    for name, value in change.changed.items():
        question = kb.questions[name]
        fixed = (
            ""
            if levers.changeable(outcome, question)
            else " (fixed: nothing you do now changes it)"
        )
        now = wording.quoted(kb, name, outcome.answers[name])
        yield f"- {question.label} {wording.quoted(kb, name, value)}, where you said {now}{fixed}"
    for name, value in change.added.items():
        yield f"- {kb.questions[name].label} {wording.quoted(kb, name, value)}, which would then be asked"
