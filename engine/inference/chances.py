"""Write the rules of chance questions, whose answers the world decides.

`not_yet` is an answer to such a question: it then stands for each of its choices in turn, and what
follows rests on ways. A question with `until` is not asked while that holds: it is not yet decided.
Otherwise it is asked where it is wanted; to know whether its time has come, the facts that `until`
names are asked first.
"""

from engine.inference.facts import Applicant, Need, NotYet, Production, Reached, Want
from engine.inference.rules import Rules, declaring
from engine.language.condition import opposite
from engine.language.entries import Node, Question
from engine.language.words import NOT_YET


def chance(rules: Rules, question: Question) -> None:
    """Say when a chance question is not yet decided, and when its time to be asked has come."""
    name, top = question.id, len(rules.kb.conclusions) + 1
    not_yet, wanted = declaring(rules.about(NotYet, name)), rules.about(Want, name)
    given = Production("not-yet", name, question, (name,))
    rules.add(given, [Applicant(**{name: NOT_YET})], not_yet)
    ask = declaring(rules.about(Need, name))
    asked = Production("need", name, question)
    if question.until is None:
        rules.add(asked, [wanted()], ask, top)
        return
    for clause in question.until.clauses:
        names = tuple(fact for fact, _ in clause)
        for variant in rules.variants(clause):
            early = Production("not-yet", name, question, names)
            rules.add(early, [Applicant(**{name: None}), *variant.patterns], not_yet)
        for fact in names:
            needed = Production("need", fact, question)
            rules.add(needed, [wanted()], declaring(rules.about(Need, fact)), top)
    for clause in opposite(question.until.clauses):
        for variant in rules.variants(clause):
            rules.add(asked, [wanted(), *variant.patterns], ask, top)


def chances_at(rules: Rules, node: Node) -> None:
    """Say that a chance met on an assumed way, and not answered, is not decided there either."""
    named: dict[str, None] = {}
    for branch, clauses in rules.kb.branch_clauses[node.id]:
        if not branch.otherwise:
            for clause in clauses:
                named.update((name, None) for name, _ in clause)
    for name in rules.kb.chances:
        if name in named:
            unanswered = Applicant(**{name: None})
            patterns = [rules.about(Reached, node.id)(certain=False), unanswered]
            production = Production("not-yet", name, node)
            rules.add(production, patterns, declaring(rules.about(NotYet, name)))
