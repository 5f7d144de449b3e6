"""Turn two outcomes into what differs, in sentences and columns."""

from collections.abc import Iterator

from engine.consultation.outcome import Outcome, Upshot
from engine.explanation import change
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Conclusion, Question
from engine.language.words import Value
from engine.output import wording
from engine.output.layout import WIDTH, table, wrapped_lines


def comparison(before: Outcome, after: Outcome, names: tuple[str, str], width: int = WIDTH) -> str:
    """Put two outcomes side by side, wrapped to a width in columns.

    A table holds the answers and conclusions in which they differ, under the outcomes' names;
    sentences below it say what differs in the path and the plan.
    """
    effect = change.effect(before, after)
    rows = _differing_rows(before, after, effect)
    columns = _set_out([("", *names), *rows], width) if rows else ""
    return columns + wrapped_lines(_effect_lines(before, after, effect), width)


def _differing_rows(
    before: Outcome, after: Outcome, effect: change.Effect
) -> list[tuple[str, ...]]:
    """Give a row for each answer and each conclusion that differ: what it is, before, after.

    A conclusion that is not known after is left out.
    """
    rows: list[tuple[str, ...]] = []
    for name in after.kb.questions:
        was, now = before.answers.get(name), after.answers.get(name)
        if was != now:
            rows.append(_differing_row(after.kb, name, was, now))
    for name, was, now in effect.facts:
        if now is not None:
            rows.append(_differing_row(after.kb, name, was, now))
    return rows


def _differing_row(
    kb: KnowledgeBase, name: str, was: Value | None, now: Value | None
) -> tuple[str, ...]:
    texts = (wording.value_or_dash(kb, name, value) for value in (was, now))
    return (kb.facts[name].label, *texts)


def _effect_lines(before: Outcome, after: Outcome, effect: change.Effect) -> Iterator[str]:
    yield from _node_lines(after, "The path no longer comes to", effect.nodes_went)
    yield from _node_lines(after, "The path comes to", effect.nodes_came)
    yield from _action_lines(before, "Falls away", effect.went)
    yield from _action_lines(after, "Comes in", effect.came)
    if effect.nothing:
        yield "Nothing that is concluded or advised differs."
    if effect.asks:
        yield from ("", f"Asked next: {after.kb.questions[effect.asks].ask}")


def _node_lines(outcome: Outcome, said: str, names: tuple[str, ...]) -> Iterator[str]:
    titles = [wording.called(outcome, outcome.kb.nodes[name]) for name in names]
    if titles:
        yield f"{said}: {'; '.join(titles)}."


def _action_lines(outcome: Outcome, said: str, actions: tuple[Action, ...]) -> Iterator[str]:
    if actions:
        yield from ("", said)
    for action in actions:
        yield f"- {wording.action_text(outcome, action)}"


def each(outcome: Outcome, question: Question, width: int = WIDTH) -> str:
    """Set every answer of a question in a table, the nearest category first.

    Notes below it say what its columns are, and by which source.
    """
    kb = outcome.kb
    columns = [kb.conclusions[name] for name in kb.head.columns if name in kb.conclusions]
    headings = [conclusion.heading or conclusion.label for conclusion in columns]
    rows = [(question.label, *headings, "musts")]
    for answer, after in outcomes_by_answer(outcome, question):
        rows.append(_answer_row(question, answer, after, columns))
    notes = []
    for conclusion in columns:
        if conclusion.heading:
            source = wording.cited_text(kb, conclusion.sources)
            notes.append(f"{conclusion.heading}: {conclusion.label} ({source}).")
    return _set_out(rows, width) + wrapped_lines([*notes, *kb.head.foot[:1]], width)


def _answer_row(
    question: Question, answer: Value, after: Upshot, columns: list[Conclusion]
) -> tuple[str, ...]:
    """Give the row of one answer: what is concluded with it, and how many musts it brings."""
    cells = [wording.cell_text(after, conclusion.id) for conclusion in columns]
    musts = sum(recommendation.action.strength == "must" for recommendation in after.actions)
    return (wording.value_text(after.kb, question.id, answer), *cells, str(musts))


def _set_out(rows: list[tuple[str, ...]], width: int) -> str:
    return "\n".join(table(rows, width)) + "\n\n"


def outcomes_by_answer(outcome: Outcome, question: Question) -> list[tuple[Value, Upshot]]:
    """Give each answer of a question with its outcome, in the order of the columns of the base.

    The first headline conclusion counts before them, so that the nearest category comes first.
    """
    kb = outcome.kb
    names = (*kb.head.headline[:1], *kb.head.columns)

    def places(answered: tuple[Value, Upshot]) -> list[tuple[bool, int]]:
        _, after = answered
        return [_place(kb, name, after.facts.get(name)) for name in names]

    return sorted(change.each(outcome, question), key=places)


def _place(kb: KnowledgeBase, name: str, value: Value | None) -> tuple[bool, int]:
    """Give where a value stands: numbers go up, words come as the base lists them, others last.

    The first member tells whether it is one of the others. What is unknown is a word that the base
    lists last; where the rest are numbers it is the only word, and counts as 0.
    """
    if isinstance(value, int):
        return False, value
    words = list(kb.facts[name].words)
    if value in words:
        return False, words.index(value)
    return True, 0
