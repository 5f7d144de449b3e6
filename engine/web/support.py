"""Put a person before the questions: whom to call, and the choice to stop or go on."""

from engine.consultation.answers import distressed
from engine.dialogue import prompt_text
from engine.language.entries import Question
from engine.web.visit import Reply, Visit, shown

# Where each way on leads.
_PLACES = {"stop": "keep", "on": "next", "plan": "two-lines"}


def support(visit: Visit) -> Reply:
    """Show whom to call; after an answer that speaks of distress, with a word for it."""
    return _shown(visit)


def two_lines(visit: Visit) -> Reply:
    """Show a plan of two lines, and the same ways on."""
    plan = prompt_text.short_plan_text(visit.upshot).strip().splitlines()
    return _shown(visit, plan)


def _shown(visit: Visit, plan: list[str] | None = None) -> Reply:
    question = _answered_in_distress(visit)
    asked = prompt_text.ways_on(question or next(iter(visit.kb.questions.values())))
    words = asked.choices.items()
    ways = [(_PLACES[way], text) for way, text in words if not (plan and way == "plan")]
    acknowledge = question.acknowledge if question else ""
    return shown(visit, "support.html", acknowledge=acknowledge, plan=plan, asked=asked, ways=ways)


def _answered_in_distress(visit: Visit) -> Question | None:
    """Give the last question whose answer speaks of distress, and that has a word for it."""
    for name in reversed(visit.answered):
        question = visit.kb.questions[name]
        if question.acknowledge and distressed(question, visit.upshot.answers[name]):
            return question
    return None
