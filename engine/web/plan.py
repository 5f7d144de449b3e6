"""Show the plan as it is kept, what of it is done, and its texts to copy."""

import datetime
from collections.abc import Iterator

from engine.consultation.answers import BadAnswer
from engine.consultation.deidentified import beside_plan
from engine.consultation.moment import day_of
from engine.consultation.outcome import Recommendation
from engine.dialogue.prompt_text import fact_text
from engine.dialogue.taking import still_settled, take, unsettled
from engine.output import drafts, page, wording
from engine.output.opening import opening
from engine.output.plan_parts import sections
from engine.web.downloads import paper
from engine.web.visit import Reply, Visit, led, shown

_NEXT = "Next"
_OFFER = "="  # between the question and the answer that doing something settles


def plan(visit: Visit) -> Reply:
    """Show the plan, as far as it goes with the answers so far."""
    return _plan(visit, whole=False)


def whole_plan(visit: Visit) -> Reply:
    """Show all of the plan, where what comes first stands alone too."""
    return _plan(visit, whole=True)


def _plan(visit: Visit, whole: bool) -> Reply:
    outcome, on_paper = visit.outcome, paper(visit, whole)
    public, first = beside_plan(outcome), opening(outcome, whole)
    pictures = () if first.alone else on_paper.draw(public)
    content = page.plan_content(outcome, pictures, whole, public)
    boxes = [step for step in (first.steps if first.alone else outcome.actions) if _has_box(step)]
    return shown(visit, "result.html", **content, ticks="ticks", can_tick=bool(boxes))


def _has_box(step: Recommendation) -> bool:
    """Tell whether a step is one to tick: to be done, and not done."""
    return step.state != "done" and step.action.strength != "avoid"


def done(visit: Visit) -> Reply:
    """Show what is to be done and what is done, with what doing it settles."""
    offers, notes = list(_offers(visit)), list(_done(visit))
    return shown(visit, "done.html", offers=offers, groups=list(_to_do(visit)), done=notes)


def note(visit: Visit) -> Reply:
    """Take note of what was done, today, and of what was not done after all."""
    days, said = dict(visit.kept.done), []
    for name in visit.sent("done"):
        if name in visit.outcome.recommended:
            days.setdefault(name, day_of(visit.today))
    for name in visit.sent("undo"):
        if days.pop(name, None):
            settled = still_settled(visit.outcome.answers, visit.kb.actions[name])
            said += [f"{fact_text(visit.outcome, answer)}: still so." for answer in settled]
    return led(visit.keeping(done=days, said="\n".join(said)), "/done")


def settle(visit: Visit) -> Reply:
    """Take the answers that doing something settles, as far as a person agrees."""
    after, said = visit, []
    for name, value, _ in _offers(visit):
        if f"{name}{_OFFER}{value}" not in visit.sent("answer"):
            continue
        try:
            taken = take(visit.kb, after.kept.answers, visit.kb.questions[name], value)
            after = after.keeping(answers=taken.answers)
        except BadAnswer as bad:
            said.append(f"{bad.message} {bad.hint}")
    return led(after.keeping(said="\n".join(said)), "/done")


def texts(visit: Visit) -> Reply:
    """Show the texts to copy that the plan has, later ones too, unless one thing stands alone."""
    steps = drafts.with_drafts(visit.outcome, whole=not opening(visit.outcome).alone)
    filled = [(step.action.id, drafts.filled(visit.outcome, step)) for step in steps]
    return shown(visit, "texts.html", filled=filled)


def _to_do(visit: Visit) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give what is to be done below headings: what comes next, then the rest by its time."""
    outcome, first = visit.outcome, opening(visit.outcome)
    groups = {_NEXT: list(first.steps)}
    if not first.alone:
        groups |= dict(sections(outcome, first))
    for heading, steps in groups.items():
        do = [step.action for step in steps if _has_box(step)]
        if do:
            yield heading, [(action.id, wording.called(outcome, action)) for action in do]


def _done(visit: Visit) -> Iterator[tuple[str, str, datetime.date]]:
    for name, day in visit.kept.done.items():
        yield name, wording.called(visit.outcome, visit.kb.actions[name]), day


def _offers(visit: Visit) -> Iterator[tuple[str, str, str]]:
    """Give the answers that what was done settles: question, answer, both in words."""
    offered: dict[str, str] = {}
    for name in visit.kept.done:
        offered |= unsettled(visit.kept.answers, visit.kb.actions[name])
    for name, value in offered.items():
        yield name, value, wording.fact_text(visit.kb, name, value)
