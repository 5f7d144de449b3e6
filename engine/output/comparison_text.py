"""Turn two outcomes into what differs, in sentences and columns."""

from engine.consultation.outcome import Outcome
from engine.explanation import change
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Question
from engine.language.words import Value
from engine.output import wording
from engine.output.layout import WIDTH, table, wrapped_lines


def comparison(before: Outcome, after: Outcome, names: tuple[str, str], width: int = WIDTH) -> str:
    """Put two outcomes side by side: answers, conclusions, path and actions in which they differ."""
    kb, effect = after.kb, change.effect(before, after)
    pairs = [(name, before.answers.get(name), after.answers.get(name)) for name in kb.questions]
    facts = [one for one in effect.facts if one[2] is not None]
    rows: list[tuple[str, ...]] = [("", *names)]
    rows += [side_by_side(kb, pair) for pair in (*pairs, *facts) if pair[1] != pair[2]]
    lines = []
    for said, nodes in (
        ("The path no longer comes to", effect.nodes_went),
        ("The path comes to", effect.nodes_came),
    ):
        if nodes:
            lines.append(f"{said}: {'; '.join(kb.nodes[name].title for name in nodes)}.")
    for said, actions, where in (
        ("Falls away", effect.went, before),
        ("Comes in", effect.came, after),
    ):
        if actions:
            lines += ["", said, *(f"- {action_text(where, one)}" for one in actions)]
    if effect.nothing:
        lines.append("Nothing that is concluded or advised differs.")
    if effect.asks:
        lines += ["", f"Asked next: {kb.questions[effect.asks].ask}"]
    columns = "\n".join(table(rows, width)) + "\n\n" if len(rows) > 1 else ""
    return columns + wrapped_lines(lines, width)


def side_by_side(
    kb: KnowledgeBase, pair: tuple[str, Value | None, Value | None]
) -> tuple[str, str, str]:
    name, *values = pair
    one, other = ("-" if value is None else wording.value_text(kb, name, value) for value in values)
    return kb.facts[name].label, one, other


def action_text(outcome: Outcome, action: Action) -> str:
    return f"{action.strength}: {wording.filled(action.do, outcome)}"


def each(outcome: Outcome, question: Question, width: int = WIDTH) -> str:
    """Set every answer of a question in a table, the nearest category first; with what the columns are."""
    kb = outcome.kb
    columns = [kb.conclusions[name] for name in kb.head.columns if name in kb.conclusions]
    found = sorted(change.each(outcome, question), key=lambda one: order(kb, one[1]))
    rows = [(question.label, *(one.heading or one.label for one in columns), "musts")]
    for value, after in found:
        cells = [_cell_text(kb, one.id, after.facts.get(one.id)) for one in columns]
        musts = sum(one.action.strength == "must" for one in after.actions)
        rows.append((wording.value_text(kb, question.id, value), *cells, str(musts)))
    notes = [
        f"{one.heading}: {one.label} ({wording.cited_text(kb, one.sources)})."
        for one in columns
        if one.heading
    ]
    return (
        "\n".join(table(rows, width)) + "\n\n" + wrapped_lines([*notes, *kb.head.foot[:1]], width)
    )


def _cell_text(kb: KnowledgeBase, name: str, value: Value | None) -> str:
    return "-" if value is None or value == "unknown" else wording.value_text(kb, name, value)


def order(kb: KnowledgeBase, outcome: Outcome) -> tuple[float, ...]:
    """Order outcomes by their columns: words as the base lists them, numbers from low to high, the unknown last."""
    keys = []
    for name in (*kb.head.headline[:1], *kb.head.columns):
        value, words = outcome.facts.get(name), list(kb.facts[name].words)
        place = words.index(value) if isinstance(value, str) and value in words else None
        keys.append(
            float(value) if isinstance(value, int) else 1e6 if place is None else float(place)
        )
    return tuple(keys)
