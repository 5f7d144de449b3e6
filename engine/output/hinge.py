"""Say in a few words what a step that waits on the world hangs on."""

from itertools import chain

from engine.consultation.outcome import Outcome, Recommendation
from engine.inference.ways import Way
from engine.output import wording

_Part = tuple[str, tuple[str, ...]]  # a chance, and those of its choices that are assumed


def hinge(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say when a step comes: `if no offer comes`, by the last chance of each of its ways.

    A chance before that is said only where it is more than must be so for the last to come up. Ways
    that then have different beginnings take a sentence to say: where the step comes whenever its
    node does, the node's title stands for them.
    """
    endings: dict[Way, list[_Part]] = {}
    for *before, last in recommendation.ways:
        said = tuple(part for part in before if not _goes_without_saying(outcome, part, last))
        endings.setdefault(said, []).append(last)
    title = _title(outcome, recommendation)
    if len(endings) > 1 and title:
        return f"if it comes to “{title}”"
    return "; or ".join(f"if {_case_text(outcome, *case)}" for case in endings.items())


def _goes_without_saying(outcome: Outcome, part: _Part, last: _Part) -> bool:
    """Tell whether a chance has fallen as assumed wherever the last one comes up at all."""
    name, assumed = part
    every = outcome.kb.chances[name]
    ways = [*(step.ways for step in outcome.path), *(step.ways for step in outcome.actions)]
    for way in chain.from_iterable(ways):
        known = dict(way)
        if last[0] in known and not set(known.get(name, every)) <= set(assumed):
            return False
    return True


def _title(outcome: Outcome, recommendation: Recommendation) -> str:
    """Give the title of a step's node where it comes whenever the node is reached; else nothing."""
    for step in outcome.path:
        if step.node.id == recommendation.node and step.ways == recommendation.ways:
            return wording.called(outcome, step.node)
    return ""


def _case_text(outcome: Outcome, before: Way, lasts: list[_Part]) -> str:
    """Say a case: what is so before, and the last chances of which one is to fall so."""
    endings = " or ".join(_clause(outcome, last) for last in lasts)
    return ", and ".join([*(_clause(outcome, part) for part in before), endings])


def _clause(outcome: Outcome, part: _Part) -> str:
    name, choices = part
    return wording.clause(outcome.kb.questions[name], choices)
