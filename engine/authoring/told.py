"""Turn an outcome and an id into what a person is told of that entry beside the plan.

Of a question that is the answer, whom to call after it and what of it a copy shows, how it is
asked, what speaks for and against, how the answer can change; of what came out, its explanation; of
an action, what its draft is called and what doing it answers; of a node, its title, the way on, or
how the path ends.
"""

from collections.abc import Iterator

from engine.consultation.answers import distressed
from engine.consultation.deidentified import in_bands
from engine.consultation.outcome import Outcome
from engine.explanation import how
from engine.language.entries import Question
from engine.output import beside, drafts, question_text, wording
from engine.output.explanation_text import how_text
from engine.output.layout import WIDTH
from engine.output.layout import beside as set_beside
from engine.output.levers_text import described
from engine.output.stations import stations

_UNBROKEN = 10_000  # columns: a paragraph a line


def told(outcome: Outcome, name: str) -> Iterator[str]:
    """Give all that is said of an entry to a person, a thing a line; nothing where nothing is.

    A question and a node, say, may have one id: then it is what is said of either. What takes
    longest to say comes last.
    """
    yield from _answered(outcome, name)
    yield from _on_the_path(outcome, name)
    yield from _of_action(outcome, name)
    yield from _explained(outcome, name)
    yield from _asked(outcome, name)


def _asked(outcome: Outcome, name: str) -> Iterator[str]:
    """Give a question as it is put, with what there is for and against, and its levers."""
    if name not in outcome.asked:
        return
    question = question_text.asked(outcome, outcome.kb.questions[name])
    yield from filter(None, (question.ask, question.help, question.why))
    choices = list(question.words.values())
    yield from set_beside(choices, beside.columns(outcome, question), WIDTH)
    for argument in question.weigh:
        if outcome.holds(argument.when):
            choice = question.words[argument.choice]
            yield f"{argument.stand.capitalize()} “{choice}”: {argument.say}"
    yield from _changed_by(outcome, outcome.kb.questions[name])


def _answered(outcome: Outcome, name: str) -> Iterator[str]:
    """Give an answer, whom to call after it, the band that a copy to show around gives of it."""
    value, kb = outcome.answers.get(name), outcome.kb
    if value is None:
        return
    yield wording.fact_text(kb, name, value)
    question = kb.questions[name]
    if distressed(question, value):
        if kb.head.offer and not question.acknowledge:
            yield kb.head.offer
        yield from kb.head.support
    if question.coarse and isinstance(value, int):
        yield f"In a copy to show around: {in_bands(kb, name, value)}"


def _changed_by(outcome: Outcome, question: Question) -> Iterator[str]:
    """Say how an answer can still become another."""
    if not question.can_change:
        return
    for heading, levers in described(outcome, [question]):
        yield heading
        for lever in levers:
            yield from (lever.now, lever.do, lever.price, *lever.gains)


def _explained(outcome: Outcome, name: str) -> Iterator[str]:
    """Give the explanation of what came out under a name, if anything did; an answer has none."""
    kinds = [kind for kind in how.kinds(outcome, name) if kind != "answer"]
    if kinds:
        chains = [how.how(outcome, kind, name, turns_alone=True) for kind in kinds]
        yield from how_text(outcome, chains, _UNBROKEN).split("\n")


def _on_the_path(outcome: Outcome, name: str) -> Iterator[str]:
    """Say what a node is called, by which branches it is left, and how the path ends there."""
    if name in outcome.visited:
        yield outcome.kb.nodes[name].title
    for step in outcome.path:
        if step.node.id == name and step.branch:
            yield f"Way on: {step.branch.label}"
    if name in outcome.visited:
        for station in stations(outcome):
            if station.end and station.node in (name, f"{name}--end"):
                yield station.end.say


def _of_action(outcome: Outcome, name: str) -> Iterator[str]:
    """Say what the draft of an action is called, and which answers are offered once it is done."""
    for one in outcome.actions:
        draft = drafts.filled(outcome, one) if one.action.id == name else None
        if draft:
            yield f"Draft: {draft.title}"
    action = outcome.recommended.get(name)
    for question, value in action.settles.items() if action else ():
        yield f"Once it is done: {wording.fact_text(outcome.kb, question, value)}"
