"""Put a question into words: its dates, what it decides, what speaks for and against."""

from typing import Literal

import msgspec

from engine.consultation.answers import taken, without
from engine.consultation.outcome import Outcome, Upshot
from engine.explanation.why import asked_by
from engine.language.cycles import Milestone
from engine.language.entries import Action, Argument, Conclusion, Node, Question
from engine.output.for_anyone import text_for_anyone
from engine.output.wording import called, filled, traced_text


def worded(outcome: Upshot, question: Question) -> Question:
    """Give a question with the facts and the dates that its texts show filled in."""
    return msgspec.structs.replace(
        question,
        ask=filled(question.ask, outcome),
        help=filled(question.help, outcome),
        why=filled(question.why, outcome),
        acknowledge=filled(question.acknowledge, outcome),
        choices={name: filled(text, outcome) for name, text in question.choices.items()},
    )


def asked(outcome: Upshot, question: Question) -> Question:
    """Give a question as it is asked here: in words, without choices given to another question."""
    return worded(outcome, without(question, taken(outcome.kb, question, outcome.answers)))


def decides(outcome: Outcome, question: Question) -> str:
    """Say what a question decides, in the title of the node or the words of the action."""
    entry = asked_by(outcome, question)
    if isinstance(entry, Action):
        # It may show what this question asks, or another that is not answered yet.
        said = text_for_anyone(outcome.kb, called(outcome, entry))
        return f"It decides whether this belongs in your plan: {said}"
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


class Side(msgspec.Struct, frozen=True):
    """Hold all that speaks for a choice, or against it, as it is `said`, and with its sources."""

    choice: str
    stand: Literal["for", "against"]
    said: str
    text: str
    sources: tuple[str, ...]


def sides(outcome: Upshot, question: Question) -> list[Side]:
    """Give what speaks for and against a question's choices here, as far as it holds."""
    groups: dict[tuple[str, Literal["for", "against"]], list[Argument]] = {}
    for argument in question.weigh:
        if outcome.holds(argument.when):
            groups.setdefault((argument.choice, argument.stand), []).append(argument)
    result = []
    for (choice, stand), arguments in groups.items():
        said = " ".join(filled(argument.say, outcome) for argument in arguments)
        cited = tuple(citation for argument in arguments for citation in argument.sources)
        text = f"{said} ({traced_text(outcome.kb, cited)})"
        result.append(Side(choice, stand, said, text, cited))
    return result


def side_text(question: Question, side: Side) -> str:
    """Say in one line what speaks for a choice, or against it."""
    return f"{side.stand.capitalize()} “{question.words[side.choice]}”: {side.text}"
