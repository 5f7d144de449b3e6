"""Show where a consultation begins, what was answered, and how it is kept or erased."""

from engine.consultation import casefile
from engine.consultation.answers import settled
from engine.dialogue import progress, prompt_text
from engine.errors import MatchpathError, listed
from engine.language import yaml_file
from engine.output import wording
from engine.output.layout import counted
from engine.web.downloads import FILES
from engine.web.visit import Reply, Visit, led, shown


def start(visit: Visit) -> Reply:
    """Show where it begins; to a person who comes back, what was answered last."""
    last = visit.answered[-prompt_text.RECALLED :]
    facts = [prompt_text.fact_text(visit.upshot, name) for name in last]
    return shown(visit, "start.html", facts=facts)


def go_on(visit: Visit) -> Reply:
    """Lead to the next question, else to the answers to check."""
    return led(visit.keeping(), visit.onward)


def opened(visit: Visit) -> Reply:
    """Take the answers from a case file; say what in it is none, or no longer applies."""
    text = "\n".join(visit.form.get("case", ()))
    if not text.strip():
        return _not_opened(visit, "No file was chosen, or it is empty. Choose the file you kept.")
    if len(text.encode("utf-8", "replace")) > yaml_file.LARGEST_CASE:
        return _not_opened(visit, "That file is too large for a case.")
    try:
        document = yaml_file.parse(text.encode("utf-8", "replace").decode(), "your file")
        kept = casefile.read_kept(document, "", visit.kb)
    except MatchpathError as error:
        return _not_opened(visit, str(error))
    case = kept.case
    said = "\n".join(f"Left aside: {line}" for line in listed(kept.outgrown))
    answers = settled(visit.kb, case.answers)
    after = visit.keeping(answers=answers, done=case.done, today=case.today, instead={}, said=said)
    return led(after, after.onward)


def _not_opened(visit: Visit, wrong: str) -> Reply:
    return shown(visit, "start.html", 422, wrong=wrong, facts=())


def check(visit: Visit) -> Reply:
    """List the answers by phase, each with a way to change it, and those that don't count now."""
    upshot = visit.upshot
    phases: dict[str, list[tuple[str, str, str]]] = {}
    for name in visit.answered:
        question = visit.kb.questions[name]
        text = wording.value_text(visit.kb, name, upshot.answers[name])
        row = (name, question.label, wording.filled(text, upshot))
        phase = progress.step_of(upshot, question).phase
        phases.setdefault(phase.title, []).append(row)
    titles = [phase.title for phase in visit.kb.phases if phase.title in phases]
    aside = [name for name in visit.kept.answers if name not in upshot.answers]
    return shown(
        visit,
        "answers.html",
        phases=[(title, phases[title]) for title in titles],
        aside=[visit.kb.questions[name].label for name in aside],
        is_open=bool(upshot.pending),
        left=progress.more(upshot) + 1 if upshot.pending else 0,
    )


def keep(visit: Visit) -> Reply:
    """Say where the answers are, and offer every file that they can be taken along in."""
    said = counted(len(visit.answered), "answer") if visit.answered else "No answers"
    return shown(visit, "keep.html", count=said, files=FILES)


def erase(visit: Visit) -> Reply:
    """Have the browser keep nothing any more."""
    del visit
    return Reply(303, to="/erased", kept="")


def erased(visit: Visit) -> Reply:
    """Say that nothing is kept."""
    return shown(visit, "start.html", facts=(), erased=not visit.kept.answers)
