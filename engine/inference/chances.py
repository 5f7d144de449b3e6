"""Write the rules of chance questions, whose answers the world decides.

`not_yet` is an answer to such a question: it then stands for each of its choices in turn, and what
follows rests on ways. A question with `until` is not asked while that holds: it is not yet decided.
Otherwise it is asked where it is wanted; to know whether its time has come, the facts that `until`
names are asked first.
"""

from engine.inference.askings import rank
from engine.inference.facts import Applicant, At, Need, NotYet, Production, Want
from engine.inference.needs import needing
from engine.inference.rules import Rules, declaring
from engine.language.condition import KNOWN
from engine.language.decision_table import Form, forms, opposite_forms
from engine.language.entries import Node, Question
from engine.language.words import NOT_YET


def chance(rules: Rules, question: Question) -> None:
    """Say when a chance question is not yet decided, and when its time to be asked has come."""
    name, top = question.id, rank(rules.kb, question.id)
    not_yet, wanted = declaring(rules.about(NotYet, name)), rules.about(Want, name)
    given = Production("not-yet", name, question, Form(((name, KNOWN),)))
    rules.add(given, [Applicant(**{name: NOT_YET})], not_yet)
    need = rules.about(Need, name)
    asked = Production("need", name, question)
    if question.until is None:
        needing(rules, asked, [wanted()], need, top)
        return
    for form in forms(question.until, rules.kb.chances):
        early = Production("not-yet", name, question, form)
        for variant in rules.variants(form):
            rules.add(early, [Applicant(**{name: None}), *variant.patterns], not_yet)
    for fact in question.until.names:
        needed = Production("need", fact, question)
        needing(rules, needed, [wanted()], rules.about(Need, fact), top)
    for form in opposite_forms(question.until, rules.kb.chances):
        for variant in rules.variants(form):
            needing(rules, asked, [wanted(), *variant.patterns], need, top)


def chances_at(rules: Rules, node: Node) -> None:
    """Say that a chance met on an assumed way, and not answered, is not decided there either."""
    named = {name for branch in node.branches for name in branch.when.names}
    for name in rules.kb.chances:
        if name in named:
            unanswered = Applicant(**{name: None})
            patterns = [rules.about(At, node.id)(settled=False), unanswered]
            production = Production("not-yet", name, node)
            rules.add(production, patterns, declaring(rules.about(NotYet, name)))
