"""Put a question into words: its dates, what it decides, what speaks for and against."""

import msgspec

from engine.consultation.answers import taken, without
from engine.consultation.outcome import Outcome
from engine.explanation.why import asked_by
from engine.language.cycles import Milestone
from engine.language.entries import Action, Conclusion, Node, Question
from engine.output.wording import called, cited_text, filled


def worded(outcome: Outcome, question: Question) -> Question:
    """Give a question with the facts and the dates that its texts show filled in."""
    return msgspec.structs.replace(
        question,
        ask=filled(question.ask, outcome),
        help=filled(question.help, outcome),
        why=filled(question.why, outcome),
        acknowledge=filled(question.acknowledge, outcome),
        choices={name: filled(text, outcome) for name, text in question.choices.items()},
    )


def asked(outcome: Outcome, question: Question) -> Question:
    """Give a question as it is asked here: in words, without choices given to another question."""
    return worded(outcome, without(question, taken(outcome.kb, question, outcome.answers)))


def decides(outcome: Outcome, question: Question) -> str:
    """Say what a question decides, in the title of the node or the words of the action."""
    entry = asked_by(outcome, question)
    if isinstance(entry, Action):
        return f"It decides whether this belongs in your plan: {called(outcome, entry)}"
    if isinstance(entry, Node):
        onward = "; ".join(_titles_onward(outcome, entry))
        return f"It decides where you go from “{called(outcome, entry)}”: {onward}"
    fact = entry if isinstance(entry, (Conclusion, Milestone, Question)) else question
    return f"It decides: {called(outcome, fact)}"


def _titles_onward(outcome: Outcome, node: Node) -> list[str]:
    """Give the titles of the nodes that a node's branches lead to, once each."""
    nodes = outcome.kb.nodes
    titles = [called(outcome, nodes[branch.go]) for branch in node.branches if branch.go in nodes]
    return list(dict.fromkeys(titles))


def arguments(outcome: Outcome, question: Question) -> tuple[str, ...]:
    """Give what speaks for and against a question's choices here, each with its source."""
    lines = []
    for argument in question.weigh:
        if outcome.holds(argument.when):
            stand, choice = argument.stand.capitalize(), question.words[argument.choice]
            source = cited_text(outcome.kb, argument.sources)
            lines.append(f"{stand} “{choice}”: {argument.say} ({source})")
    return tuple(lines)
