"""Explain a case: how a result came about, why not, what other answers would change."""

from pathlib import Path

import click

from engine.commands import again, inputs, naming, options, together
from engine.commands.completion import complete_case
from engine.commands.terminal import fail, give_json, give_long, quoted, width
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome, Upshot
from engine.explanation import change, how
from engine.output import comparison_text, explanation_json, explanation_text
from engine.output import levers_text as levers_in_words


@click.command("explain", short_help="Say how a result came about, or why not.")
@options.case
@click.argument("results", metavar="[RESULT]...", nargs=-1)
@click.option(
    "--why-not", "absent", metavar="NAME", help="Say what keeps an action or a node away."
)
@options.rules
@options.text_or_json
@options.today
def explain(
    case_path: Path,
    results: tuple[str, ...],
    absent: str | None,
    rules: bool,
    format_: str,
    today: Day | None,
) -> None:
    """Say why the main conclusions of a case came out, or how any RESULT did.

    A RESULT is what a plan shows: a title, a label, a thing to do, an answer; or its id.

    Example: matchpath explain me.yaml; matchpath explain me.yaml --why-not ACTION
    """
    if absent:
        together.refuse("--why-not", "results", instead="Ask for one at a time.")
    outcome = inputs.outcome(case_path, today)
    inputs.person_first(outcome)
    as_json = format_ == "json"
    if absent:
        _why_not(outcome, absent, as_json, rules)
    elif results:
        _how(outcome, results, as_json, rules)
    elif as_json:
        first = how.overview(outcome)
        give_json([explanation_json.chain_json(outcome, first)] if first else [])
    else:
        command = f"{again.program()} explain {quoted(case_path)}{again.named('today')}"
        give_long(explanation_text.overview_text(outcome, command, width(), rules))


def _how(outcome: Outcome, results: tuple[str, ...], as_json: bool, rules: bool) -> None:
    chains = [chain for typed in results for chain in _chains(outcome, typed, as_json)]
    if as_json:
        give_json([explanation_json.chain_json(outcome, chain) for chain in chains])
    else:
        give_long(explanation_text.how_text(outcome, chains, width(), rules))


def _chains(outcome: Outcome, typed: str, whole: bool) -> list[how.Chain]:
    """Give the chain to each thing that a name stands for; fail where none of them came out.

    A person reads of the turns that led there, a program of the `whole` path.
    """
    kb = outcome.kb
    came_out = {*outcome.facts, *outcome.visited, *outcome.recommended, *outcome.answers}
    names = naming.all_meant(typed, naming.results(outcome), came_out)
    kinds = [(kind, name) for name in names for kind in how.kinds(outcome, name)]
    if not kinds:
        can_be_asked = names[0] in kb.nodes or names[0] in kb.actions
        hint = f" Try: {again.program()} explain … --why-not {names[0]}" if can_be_asked else ""
        fail(f'"{names[0]}" did not come out here.{hint}')
    return [how.how(outcome, kind, name, turns_alone=not whole) for kind, name in kinds]


def _why_not(outcome: Outcome, typed: str, as_json: bool, rules: bool) -> None:
    kb, texts = outcome.kb, naming.steps(outcome)
    absent = texts.keys() - {*outcome.visited, *outcome.recommended}
    name = naming.meant(typed, texts, absent)
    kind: how.Kind = "action" if name in kb.actions else "node"
    if name in how.came_out(outcome, kind):
        fail(f'"{name}" is there. Try: {again.program()} explain … {name}')
    if as_json:
        give_json(explanation_json.why_not_json(outcome, kind, name))
    else:
        give_long(explanation_text.why_not_text(outcome, kind, name, width(), rules))


@click.command("compare", short_help="Say what another answer, or case, would change.")
@options.case
@click.argument(
    "other_path",
    metavar="[OTHER_CASE]",
    required=False,
    type=options.FILE,
    shell_complete=complete_case,
)
@options.settings
@click.option(
    "--each",
    "question",
    metavar="QUESTION",
    help="Compare every answer of a question, one row each.",
)
@options.text_or_json
@options.today
def compare(
    case_path: Path,
    other_path: Path | None,
    settings: tuple[str, ...],
    question: str | None,
    format_: str,
    today: Day | None,
) -> None:
    """Say what another answer would change, or another case; or every answer, in a table.

    Example: matchpath compare me.yaml --set QUESTION=ANSWER;
    matchpath compare me.yaml --each QUESTION
    """
    as_json = format_ == "json"
    if question:
        instead = "--each compares the answers of one question, in one case."
        together.refuse("--each", "settings", "other_path", instead=instead)
        found = inputs.upshot(case_path, today)
        inputs.person_first(found)
        _each(found, question, as_json)
        return
    before = inputs.outcome(case_path, today)
    inputs.person_first(before)
    if not settings and not other_path:
        fail("Say what to compare with: another case, --set QUESTION=ANSWER, or --each QUESTION.")
    after = inputs.outcome(other_path, today) if other_path else before
    if changed := inputs.settings(settings, after.answers):
        after = change.instead(after, changed)
    if as_json:
        give_json(explanation_json.comparison_json(before, after))
        return
    names = (case_path.stem, other_path.stem) if other_path else ("now", "then")
    give_long(comparison_text.comparison(before, after, names, width()))


def _each(outcome: Upshot, typed: str, as_json: bool) -> None:
    question = outcome.kb.questions[naming.meant(typed, naming.questions(outcome.kb))]
    if as_json:
        give_json(explanation_json.each_json(outcome, question))
    else:
        give_long(comparison_text.each(outcome, question, width()))


@click.command("levers", short_help="Say what can still be changed, and what for.")
@options.case
@click.argument("named", metavar="[QUESTION]...", nargs=-1)
@options.rules
@options.text_or_json
@options.today
def levers(
    case_path: Path, named: tuple[str, ...], rules: bool, format_: str, today: Day | None
) -> None:
    """Say what can still be changed, what becomes better by it, by when, and at what price.

    Where a QUESTION is named, by its label or its id, only its answer is looked at.

    Example: matchpath levers me.yaml; matchpath levers me.yaml QUESTION
    """
    outcome = inputs.upshot(case_path, today)
    inputs.person_first(outcome)
    texts = naming.questions(outcome.kb)
    chosen = [outcome.kb.questions[naming.meant(typed, texts)] for typed in named]
    if format_ == "json":
        give_json(explanation_json.levers_json(outcome, chosen))
    else:
        give_long(levers_in_words.levers_text(outcome, width(), chosen, rules))
