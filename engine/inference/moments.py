"""Write the rules of the calendar: which milestones are past, and what comes first."""

from typing import Any

from engine.inference.askings import rank
from engine.inference.experta_engine import NOT, Engine
from engine.inference.facts import Applicant, ComesFirst, Need, Production
from engine.inference.needs import needing
from engine.inference.predicates import HangsOnCycle, StandsAt
from engine.inference.rules import Rules, declaring_value
from engine.language.base import KnowledgeBase
from engine.language.cycles import Milestone
from engine.language.decision_table import Form, forms, opposite_forms
from engine.language.entries import First
from engine.language.words import AHEAD, PAST

_LAST = -1  # salience of what comes first: it is decided after all else, needs included


def milestone(rules: Rules, milestone: Milestone) -> None:
    """Say whether a milestone is past: its time is, in this cycle, and it holds for the applicant.

    Where that hangs on the cycle, and it is needed, the cycle is asked for.
    """
    name, make = milestone.id, rules.derived[milestone.id]
    dates, top = rules.kb.dates[name], rank(rules.kb, name)
    ahead, past = (Applicant(moment=rules.same(StandsAt(dates, state))) for state in (AHEAD, PAST))
    rules.add(Production("milestone", name, milestone), [ahead], declaring_value(make, AHEAD))
    chances = rules.kb.chances
    holds, fails = forms(milestone.when, chances), opposite_forms(milestone.when, chances)
    for value, found in ((PAST, holds), (AHEAD, fails)):
        for form in found:
            production = Production("milestone", name, milestone, form)
            for variant in rules.variants(form):
                act = declaring_value(make, value)
                rules.add(production, [past, *variant.patterns], act)
    needed = rules.about(Need, name)()
    for fact in milestone.when.names:
        production, patterns = Production("need", fact, milestone), [needed, past]
        needing(rules, production, patterns, rules.about(Need, fact), top)
    if dates.past_from and rules.kb.head.cycle:
        hangs = Applicant(moment=rules.same(HangsOnCycle(dates)))
        _cycle_needed(rules, milestone, [needed, hangs], top)


def _cycle_needed(rules: Rules, milestone: Milestone, patterns: list[Any], top: int) -> None:
    """Need what tells the cycle: whether it is the one that runs, and if not, which it is."""
    running, question = rules.kb.head.running_when, rules.kb.head.cycle
    asked, need = Production("need", question, milestone), rules.about(Need, question)
    if running is None:
        needing(rules, asked, patterns, need, top)
        return
    for fact in running.names:
        production = Production("need", fact, milestone)
        needing(rules, production, patterns, rules.about(Need, fact), top)
    for form in opposite_forms(running, rules.kb.chances):
        for variant in rules.variants(form):
            needing(rules, asked, [*patterns, *variant.patterns], need, top)


def comes_first(rules: Rules, kb: KnowledgeBase) -> None:
    """Decide what comes first: the first row that holds on what is known, and no other.

    A chance that is open counts as not known.
    """
    make = rules.about(ComesFirst, "")
    for row in kb.first.values():
        for form in [Form()] if row.otherwise else forms(row.when, kb.chances):
            patterns = [Applicant(), *rules.known(form), NOT(make())]
            production = Production("first", row.id, row, form)
            rules.add(production, patterns, _deciding(make, row), _LAST)


def _deciding(make: type[ComesFirst], row: First) -> Any:
    def decide(engine: Engine, **_: Any) -> None:
        engine.conclude(make(value=row.id))

    return decide
