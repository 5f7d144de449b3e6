"""Lead a consultation: ask what is needed, keep the answers, write the plan and the picture."""

import sys
from collections.abc import Collection
from pathlib import Path

import click

from engine import outside
from engine.commands import again, inputs, options, session, targets
from engine.commands.completion import complete_case
from engine.commands.terminal import fail, quoted, read, reading_while, say, tell, width
from engine.consultation.answers import in_distress, settled
from engine.consultation.casefile import Case
from engine.consultation.consult import consult, settle
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome
from engine.dialogue import prompt_text
from engine.dialogue.conversation import Quit, converse
from engine.dialogue.keeper import UNSAVED, Keeper
from engine.errors import listed
from engine.language.words import Answers
from engine.output import question_text
from engine.output.layout import counted


@click.command("consult")
@click.option(
    "--case",
    "case_path",
    metavar="FILE",
    type=options.FILE,
    shell_complete=complete_case,
    help="Keep the answers in FILE; go on from it if it exists.",
)
@click.option("--resume", is_flag=True, help="Go on from the case; say so if there is none.")
@click.option(
    "--answers",
    "more_path",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Take answers from FILE, or - for standard input.",
)
@options.settings
@click.option("--no-input", is_flag=True, help="Ask nothing: name what is missing and exit 2.")
@click.option(
    "--plan",
    "plan_path",
    type=options.FILE,
    help="Write the plan to FILE (.html, .md, .txt, .ics, .json).",
)
@click.option(
    "--tree",
    "tree_path",
    type=options.FILE,
    help="Draw the path to FILE (.svg, .png, .pdf, .dot).",
)
@options.rules
@options.today
def command(
    case_path: Path | None,
    resume: bool,
    more_path: Path | None,
    settings: tuple[str, ...],
    no_input: bool,
    plan_path: Path | None,
    tree_path: Path | None,
    rules: bool,
    today: Day | None,
) -> None:
    """Answer questions and get your path and your plan.

    Example: matchpath consult --case me.yaml --plan plan.html --tree path.svg
    """
    case_path = _with_ending(case_path)
    _check_files(case_path, more_path, resume, plan_path, tree_path)
    handed = inputs.handed_over(more_path)
    with Keeper(case_path, None if no_input else read, say) as keeper:
        case = _opened(keeper)
        day = inputs.moment(today, case.today)
        answers = _with_more(case, handed, settings)
        if answers != case.answers:
            keeper.save(answers)
        if no_input:
            outcome = _complete(answers, day, case.done)
        else:
            look_again = outside.is_typed() and not (handed or settings)
            outcome = _converse(answers, keeper, day, case.done, rules, look_again)
        unwritten = _end(outcome, keeper, plan_path, tree_path, no_input)
    if keeper.unsaved:
        unwritten.append(UNSAVED)
    if unwritten:
        fail("\n".join(unwritten))


def _with_ending(case_path: Path | None) -> Path | None:
    """Give the file of a new case its ending, and say so, where it is named without one."""
    if case_path is None or case_path.suffix or outside.exists(case_path):
        return case_path
    path = case_path.with_name(f"{case_path.name}.yaml")
    if not outside.exists(path):
        say(f'A case\'s name ends in .yaml: "{case_path}" becomes {path}.')
    return path


def _end(
    outcome: Outcome,
    keeper: Keeper,
    plan_path: Path | None,
    tree_path: Path | None,
    no_input: bool,
) -> list[str]:
    """Give the end screen, and write what was asked for; give what could not be written."""
    from engine.commands import ending  # what the end needs, a first question need not wait for

    ending.give_end(outcome, keeper.path)
    unwritten = ending.written(outcome, plan_path, tree_path)
    ending.tell_links(plan_path, tree_path)
    if not no_input:
        _offer(keeper, outcome.answers)
    if keeper.path:
        program, name, then = again.program(), quoted(keeper.path), again.named("today")
        tell(f"Next: {program} plan {name}{then}")  # whole on its line, to be copied
        tell(f"      {program} tree {name} -o path.svg{then}")
        tell(f"To change an answer: {program} consult --case {name}{then}")
    elif not plan_path or unwritten:
        ending.give_plan(outcome)
    return unwritten


def _opened(keeper: Keeper) -> Case:
    """Give the case to go on from; what no longer applies is named, and stays in the file."""
    kept = keeper.open(inputs.base())
    for line in listed(kept.outgrown):
        say(f"Left aside: {line}")
    return kept.case


def _with_more(case: Case, handed: Answers, settings: tuple[str, ...]) -> Answers:
    """Give the answers of a case with those handed over and set, and what they settle."""
    known = {**case.answers, **handed}
    return settled(inputs.base(), {**known, **inputs.settings(settings, known)})


def _check_files(
    case_path: Path | None,
    more_path: Path | None,
    resume: bool,
    plan_path: Path | None,
    tree_path: Path | None,
) -> None:
    """Fail before anything is asked where a file named can't be what it is to be."""
    for path in (tree_path, plan_path):
        if path:
            targets.check(path, case_path, more_path)
    if tree_path or plan_path:
        from engine.commands import ending  # only for those who name a file to write

        ending.check_formats(plan_path, tree_path)
    if resume and case_path is None:
        fail("Name the case to go on from: --case FILE")
    if resume and case_path and not outside.exists(case_path):
        fail(f'There is no case "{case_path}" to go on from.')


def _complete(answers: Answers, day: Day, done: Collection[str]) -> Outcome:
    """Give the outcome of complete answers; fail with the questions that are not answered."""
    outcome = settle(inputs.base(), answers, day, done)
    if outcome.pending is None:
        return outcome
    missing = [name for name in outcome.asked if name not in outcome.answers]
    lines = []
    for name in missing:
        question = question_text.asked(outcome, outcome.kb.questions[name])
        lines.append(f"  {name}: {question.ask}")
    lines.insert(0, "Not answered yet (more may follow from these):")
    lines.append("Answer with --set QUESTION=ANSWER or --answers FILE.")
    return fail("\n".join(lines))


def _converse(
    answers: Answers,
    keeper: Keeper,
    day: Day,
    done: Collection[str],
    rules: bool,
    look_again: bool,
) -> Outcome:
    """Ask what is needed, and give the outcome; where the person stops, say how to go on."""
    kb = inputs.base()
    for line in (kb.head.title, "", kb.head.opening, ""):
        say(line)
    support = "support for someone to talk to, " if kb.head.support else ""
    say(f"Nothing leaves this machine. Type ? for help, {support}quit to stop.")
    if keeper.path is None:
        say("Your answers are kept nowhere unless you name a file: --case FILE, or type save.")
    elif answers:
        say(prompt_text.recalled_text(settle(kb, answers, day, done), answers))
    named = again.named("plan_path", "tree_path", "rules", "today")
    consultation = session.Consultation(keeper, answers, f"{again.program()} consult", named)
    session.current().consultation = consultation
    ask = reading_while(lambda: consult(kb, {}, day))
    try:
        save, keep = consultation.save, keeper.keep
        outcome = converse(kb, answers, ask, say, save, day, keep, done, width, rules, look_again)
    except Quit as stop:
        _stop(consultation, stop.answers)
    say("")
    return outcome


def _stop(consultation: session.Consultation, answers: Answers) -> None:
    """Say what was answered and how to go on, and exit 1: stopped before the end."""
    keeper = consultation.keeper
    said = counted(len(answers), "answer") if answers else "No answers"
    say(f"\nStopped. {said} so far.")
    if in_distress(inputs.base(), answers):
        say("\n".join(("", *inputs.base().head.support, "")))
    _offer(keeper, answers)
    if keeper.path:
        tell(consultation.going_on(keeper.path))
    if keeper.unsaved:
        fail(UNSAVED)
    sys.exit(1)


def _offer(keeper: Keeper, answers: Answers) -> None:
    """Offer to keep answers that stand in no file; without a terminal there is nobody to ask."""
    if keeper.path is None and answers and outside.is_typed():
        keeper.keep(answers)
