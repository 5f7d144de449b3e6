"""Turn explanations into sentences for a person."""

from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome
from engine.explanation import how, levers, nearest, why_not
from engine.explanation.how import Chain, Kind
from engine.explanation.why_not import Failed
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.cycles import Milestone
from engine.language.entries import Action, Branch, Fact, Question
from engine.language.words import PAST, Value
from engine.output import wording
from engine.output.citations import cited_by
from engine.output.due import before_text
from engine.output.layout import WIDTH, listed, wrapped_lines
from engine.output.levers_text import NOT_TOLD, price_text
from engine.output.question_text import asked

# How


def overview_text(outcome: Outcome, command: str, width: int = WIDTH, rules: bool = False) -> str:
    """Say why the conclusions that a plan opens with came out, and where the path turned.

    What they rest on, and why it turned, is told by name: the `command` that asks for it stands
    below. The text is wrapped to a width in columns. With `rules` it is said where each rule is
    written.
    """
    lines: list[str] = []
    names: list[str] = []
    concluded = _concluded(outcome)
    if concluded:
        lines += ["What was concluded, and why", ""]
        lines += [_firing_line(outcome, firing, rules) for firing in concluded]
        names.append(outcome.kb.facts[concluded[0].id].label)
    turns = how.turns(outcome)
    if turns:
        lines += ["", "Where the path turned", ""]
        lines += [_turn_line(outcome, firing) for firing in turns]
        names.append(wording.called(outcome, outcome.kb.nodes[turns[-1].id]))
    if outcome.pending:
        lines += ["", f"Not answered yet: {asked(outcome, outcome.pending).ask}"]
    if names:
        lines += ["", "Why, for any of these, and what it rests on: name it as it stands here."]
    commands = "".join(f'  {command} "{name}"\n' for name in names)  # each whole, to be copied
    return wrapped_lines(lines, width) + commands


def _concluded(outcome: Outcome) -> list[Firing]:
    """Give what the conclusions that a plan opens with were decided by, each by itself."""
    chain = how.overview(outcome)
    headline = outcome.kb.head.headline
    return [firing for firing in chain.firings if firing.id in headline] if chain else []


def _turn_line(outcome: Outcome, firing: Firing) -> str:
    """Say in few words which way the path went from a node: `- The list of programs: about 80`."""
    title = wording.called(outcome, outcome.kb.nodes[firing.id])
    way = firing.entry.label if isinstance(firing.entry, Branch) else ""
    return f"- {title}{'' if title.endswith('?') else ':'} {way or 'on'}"


def how_text(
    outcome: Outcome, chains: Iterable[Chain], width: int = WIDTH, rules: bool = False
) -> str:
    """Say how some results came about, each from the answers on, wrapped to a width in columns.

    With `rules` it is said where each rule is written.
    """
    parts = []
    for chain in chains:
        title = result_title(outcome, chain.kind, chain.id)
        parts.append(wrapped_lines([title, "", *_chain_lines(outcome, chain, rules)], width))
    return "\n".join(parts)


def result_title(outcome: Outcome, kind: Kind, name: str) -> str:
    """Name a result: a node, an action, or a fact that is known, with its value."""
    if kind == "node":
        return wording.called(outcome, outcome.kb.nodes[name])
    if kind == "action":
        return _action_title(outcome, outcome.kb.actions[name])
    return wording.fact_text(outcome.kb, name, outcome.known[name])


def _action_title(outcome: Outcome, action: Action) -> str:
    """Name an action with its own figures; one that stands open where it applies is left out."""
    figures = {}
    if action.id not in outcome.recommended:
        figures = why_not.figures_of(outcome, action)
    title = wording.called(wording.with_facts(outcome, figures), action)
    for name in figures:
        title = title.replace(f"{{{name}}}", "…")
    return title


def _chain_lines(outcome: Outcome, chain: Chain, rules: bool) -> Iterator[str]:
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
    yield from dict.fromkeys(_firing_line(outcome, firing, rules) for firing in chain.firings)


def _firing_line(outcome: Outcome, firing: Firing, rules: bool) -> str:
    place = str(firing.place) if rules else ""
    cited = wording.cited_text(outcome.kb, cited_by(outcome, firing.entry))
    where = "; ".join(filter(None, (place, cited)))
    said = f"- {sentence(outcome, firing)}"
    return f"{said} ({where})" if where else said


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
    return wording.capitalized(_fact_is(kb, firing.id, firing.value))


def _since(kb: KnowledgeBase, facts: Iterable[tuple[str, Value]]) -> str:
    parts = [_fact_is(kb, name, value) for name, value in facts]
    return f", since {listed(parts, 'and')}" if parts else ""


def _fact_is(kb: KnowledgeBase, name: str, value: Value) -> str:
    label = kb.facts[name].label
    verb = ":" if label.endswith(" is") else " is"  # "How full it is: open"
    return f"{label}{verb} {wording.quoted(kb, name, value)}"


# Why not


def why_not_text(
    outcome: Outcome, kind: Kind, name: str, width: int = WIDTH, rules: bool = False
) -> str:
    """Say what kept a node or an action away, and what a person can still change to bring it.

    The text is wrapped to a width in columns. With `rules` it is said where each is written.
    """
    lines = [f"Not in your plan: {result_title(outcome, kind, name)}", ""]
    for failed in why_not.failed(outcome, kind, name):
        place = f" ({failed.at.place})" if rules else ""
        lines.append(f"- {failed_text(outcome, failed)}{place}")
    lines.append("")
    change = nearest.nearest(outcome, kind, name)
    if change:
        lines += _change_lines(outcome, change)
    elif levers.are_told(outcome.kb):
        lines.append("Nothing that you can still change would bring it.")
    else:
        lines.append(NOT_TOLD)
    return wrapped_lines(lines, width)


def failed_text(outcome: Outcome, failed: Failed) -> str:
    """Say in a sentence what a condition asks, and what is so instead."""
    kb, fact = outcome.kb, outcome.kb.facts[failed.name]
    if isinstance(fact, Milestone):
        return _date_text(outcome, fact, failed)
    where = f"The way there from “{wording.called(outcome, failed.of)}”" if failed.of else "It"
    asked = f"{where} asks for {fact.label} {wording.test_text(kb, failed.name, failed.test)}."
    if failed.value is None:
        return f"{asked} That is not known here."
    here = "You said" if isinstance(fact, Question) else "Here it is"
    return f"{asked} {here} {wording.quoted(kb, failed.name, failed.value)}{_fixed(outcome, fact)}."


def _date_text(outcome: Outcome, milestone: Milestone, failed: Failed) -> str:
    said = before_text(outcome, milestone)
    if failed.value == PAST:
        return f"It has its place {said}, and that is past."
    return f"It has no place {said}, and that is still ahead."


def _fixed(outcome: Outcome, fact: Fact) -> str:
    """Say of a fact that is known that nothing can change it, or a change of aim alone."""
    if is_fixed(outcome, fact.id):
        return ", and nothing you do now changes that"
    only_aim = is_fixed(outcome, fact.id, aim=False)
    return ", and only a change of aim would move that" if only_aim else ""


def is_fixed(outcome: Outcome, name: str, aim: bool = True) -> bool:
    """Tell whether a fact is an answer, or rests on answers, that nobody can change any more.

    Without `aim`, a change of aim doesn't count as one. What is not known is not fixed; nor is an
    answer of a base that says of none how it can change.
    """
    if name not in outcome.known or name in outcome.milestones:
        return name in outcome.milestones
    kind: Kind = "answer" if name in outcome.answers else "conclusion"
    behind = [outcome.kb.questions[answer] for answer, _ in how.how(outcome, kind, name).answers]
    can_change = any(levers.changeable(outcome, question, aim) for question in behind)
    return levers.are_told(outcome.kb) and not can_change


def _change_lines(outcome: Outcome, change: nearest.Change) -> Iterator[str]:
    kb = outcome.kb
    yield "It would be in your plan with:"
    for name, value in change.changed.items():
        question, now = kb.questions[name], wording.quoted(kb, name, outcome.answers[name])
        yield f"- {question.label} {wording.quoted(kb, name, value)}, where you said {now}."
        lever = levers.leading_to(outcome, question, value)
        if lever:
            yield f"  {wording.filled(lever.do, outcome)} {price_text(outcome, lever)}"
        else:
            yield "  That is yours to choose."
    for name, value in change.added.items():
        answer = wording.quoted(kb, name, value)
        yield f"- {kb.questions[name].label} {answer}, which you would then be asked."
