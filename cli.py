"""Turn commands into files, text and exit codes; everything else is in `engine` and `diagrams`."""

import codecs
import datetime
import gc
import io
import json
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from engine import case as case_files
from engine import checks, completion, dialogue, document, keeping, loader, plan, storage, wording
from engine.consultation import Outcome, consult, living
from engine.errors import CaseError, MatchpathError, nearest
from engine.model import Answers, KnowledgeBase, Value

if TYPE_CHECKING:
    from engine import explain, page

# Reading a base makes many objects and hardly any garbage; looking for it often only takes time.
gc.set_threshold(50_000)

# What a terminal without UTF-8 is given in place of typographic signs.
_PLAIN = {"“": '"', "”": '"', "’": "'", "…": "...", "–": "-", "·": "-", "×": "x"}


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in part), error.end


codecs.register_error("plain", _plain)

_F = TypeVar("_F", bound=Callable[..., Any])
WRONG_USE = 2
_TREE_FORMATS = ("svg", "png", "pdf", "dot")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="matchpath")
@click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    envvar="MATCHPATH_KNOWLEDGE",
    help="Use the knowledge base in DIR, not the built-in one (also: MATCHPATH_KNOWLEDGE).",
)
def main(knowledge: Path | None) -> None:
    """A plan after a low USMLE Step 2 CK score, and a decision tree of your own.

    Nothing leaves this machine. Start with: matchpath consult
    """
    del knowledge  # read from the context, by the commands that need it
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


class _Bash(BashComplete):
    """Complete `question=answer` too: bash splits it at the "=", and replaces what comes after alone."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        *args, incomplete = completion.rejoined([*args, incomplete])
        self._cut = incomplete.partition("=")[0] + "=" if "=" in incomplete else ""
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        item.value = item.value.removeprefix(self._cut)
        return super().format_completion(item)


add_completion_class(_Bash, "bash")


def _complete_case(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    found = [CompletionItem(name) for name in completion.case_files(typed)]
    return found or [CompletionItem(typed, type="file")]


def _complete_setting(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    try:
        kb = _knowledge(context.find_root().params["knowledge"] or loader.BUILT_IN)
    except MatchpathError:
        return []  # said when the command is run
    return [CompletionItem(value, help=words) for value, words in completion.settings(typed, kb)]


def _stops_on_problems(command: _F) -> _F:
    """Print what is wrong, one problem a line, and exit 2: never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except MatchpathError as error:
            _fail(str(error))

    return run  # type: ignore[return-value]


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(WRONG_USE)


def _folder(given: Path | None = None) -> Path:
    """Give the folder of the base in use: the one named, else that of --knowledge, else the built-in one."""
    chosen: Path | None = given or click.get_current_context().find_root().params["knowledge"]
    return chosen or loader.BUILT_IN


def _knowledge(given: Path | None = None) -> KnowledgeBase:
    return checks.require(loader.load(_folder(given)))


def _outcome(path: Path, today: datetime.datetime | None) -> Outcome:
    kb = _knowledge()
    case = case_files.load(path, kb)
    return consult(kb, case.answers, _day(today) if today else case.today or _day(None))


def _shown(outcome: Outcome, deidentified: bool) -> Outcome:
    from engine import deidentify

    return deidentify.coarsened(outcome) if deidentified else outcome


def _day(given: datetime.datetime | None) -> datetime.date:
    return given.date() if given else datetime.datetime.now().astimezone().date()


_case = click.argument("case_path", metavar="CASE", type=click.Path(path_type=Path), shell_complete=_complete_case)
_settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="QUESTION=ANSWER",
    shell_complete=_complete_setting,
    help="Take this answer to a question; several times.",
)
_deidentified = click.option(
    "--deidentified", is_flag=True, help="Leave out what is private and coarsen figures, for showing around."
)
_today = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Plan as if it were DATE, like 2026-11-22."
)


@main.command("consult")
@click.option(
    "--case",
    "case_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    shell_complete=_complete_case,
    help="Keep the answers in FILE; go on from it if it exists.",
)
@click.option("--resume", is_flag=True, help="Go on from the case; say so if there is none.")
@click.option(
    "--answers",
    "more_path",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Take answers from FILE, or - for standard input.",
)
@_settings
@click.option("--no-input", is_flag=True, help="Ask nothing: name what is missing and exit 2.")
@click.option(
    "--plan",
    "plan_path",
    type=click.Path(path_type=Path),
    help="Write the plan to FILE (.html, .md, .txt, .ics, .json).",
)
@click.option(
    "--tree", "tree_path", type=click.Path(path_type=Path), help="Draw the path to FILE (.svg, .png, .pdf, .dot)."
)
@_today
@_stops_on_problems
def consult_command(
    case_path: Path | None,
    resume: bool,
    more_path: Path | None,
    settings: tuple[str, ...],
    no_input: bool,
    plan_path: Path | None,
    tree_path: Path | None,
    today: datetime.datetime | None,
) -> None:
    """Answer questions and get your category, path and actions.

    Example: matchpath consult --case me.yaml --plan plan.html --tree path.svg
    """
    tree_format = _tree_format(None, tree_path) if tree_path else ""
    _plan_format(plan_path)
    if resume and not (case_path and case_path.exists()):
        _fail(
            f'There is no case "{case_path}" to go on from.'
            if case_path
            else "Name the case to go on from: --case FILE"
        )
    kb, day = _knowledge(), _day(today)
    handed_over = _given(more_path, settings, kb)
    answers = _kept(case_path, kb) | handed_over
    with keeping.Keeper(case_path, _read, _say) as keeper:
        if handed_over:
            keeper.save(answers)
        outcome = living(kb, answers, day) if no_input else _converse(kb, answers, keeper, day)
        if outcome.pending:
            _fail("\n".join(_missing(outcome)))
        click.echo(plan.summary(outcome, _width()), nl=False)
        unwritten = _written(outcome, plan_path, tree_path, tree_format)
        if not no_input:
            _offer(keeper, outcome.answers)
        if keeper.path:
            name = shlex.quote(str(keeper.path))
            _say(f"Next: matchpath plan {name}; matchpath tree {name} -o path.svg")
        elif not plan_path or unwritten:
            click.echo("\n" + plan.to_text(outcome, _width()), nl=False)
    if unwritten:
        _fail("\n".join(unwritten))


def _written(outcome: Outcome, plan_path: Path | None, tree_path: Path | None, tree_format: str) -> list[str]:
    """Write the plan and the picture; give what could not be written, so that nothing typed is lost over it."""
    failed = []
    wanted: list[tuple[Path | None, Callable[[], bytes]]] = [
        (plan_path, lambda: _plan_as(outcome, _plan_format(plan_path), wording.WIDTH)),
        (tree_path, lambda: _drawn(outcome, tree_format)),
    ]
    for path, make in wanted:
        try:
            if path:
                _write(path, make())
        except MatchpathError as error:
            failed.append(str(error))
    return failed


def _kept(path: Path | None, kb: KnowledgeBase) -> dict[str, Value]:
    """Read a case; what it holds from an older base is named, and left aside."""
    if path is None or not path.exists():
        return {}
    case, outgrown = case_files.load_kept(path, kb)
    for problem in outgrown:
        _say(f"Left aside: {problem}")
    return dict(case.answers)


def _given(more: Path | None, settings: tuple[str, ...], kb: KnowledgeBase) -> dict[str, Value]:
    """Read answers handed over beforehand: a case from a file or standard input, then single ones."""
    found: dict[str, Value] = {}
    if more:
        piped = str(more) == "-"
        given = document.parse(sys.stdin.read(), "standard input") if piped else document.read(more)
        found |= case_files.read(given, more.stem, kb).answers
    raw: dict[str, object] = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign:
            _fail(f'--set takes QUESTION=ANSWER, like --set step2_ck=228; "{setting}" has no "=".')
        raw[name.strip()] = value.split(",") if "," in value else value.strip()
    answers, problems = case_files.read_answers(raw, kb)
    if problems:
        raise CaseError(problems)
    return found | answers


def _missing(outcome: Outcome) -> list[str]:
    """Name what has to be answered, in the order it comes, as far as the rules can tell."""
    names = [name for name in outcome.asked if name not in outcome.answers]
    texts = [f"  {name}: {outcome.kb.questions[name].ask}" for name in names]
    return [
        "Not answered yet (more may follow from these):",
        *texts,
        "Answer with --set QUESTION=ANSWER or --answers FILE.",
    ]


def _converse(kb: KnowledgeBase, answers: Answers, keeper: keeping.Keeper, day: datetime.date) -> Outcome:
    for line in (kb.title, "", kb.opening, ""):
        _say(line)
    _say("Nothing leaves this machine. Type ? for help, support for someone to talk to, quit to stop.")
    if keeper.path is None:
        _say("Your answers are kept nowhere unless you name a file: --case FILE, or type save.")
    read = _reading(lambda: consult(kb, {}, day))
    try:
        outcome = dialogue.converse(kb, answers, read, _say, keeper.save, day, keeper.keep)
    except dialogue.Quit as stop:
        _say(f"\nStopped. {_counted(len(stop.answers))} so far.")
        _offer(keeper, stop.answers)
        if keeper.path:
            _say(f"Go on with: matchpath consult --case {shlex.quote(str(keeper.path))}")
        sys.exit(1)
    _say("")
    return outcome


def _counted(answers: int) -> str:
    return f"{answers or 'No'} answer{'' if answers == 1 else 's'}"


def _offer(keeper: keeping.Keeper, answers: Answers) -> None:
    """Offer to keep answers that stand in no file; without a terminal there is nobody to ask."""
    if keeper.path is None and answers and sys.stdin.isatty():
        keeper.keep(answers)


def _width() -> int:
    return min(wording.WIDTH, max(30, shutil.get_terminal_size().columns - 1))


def _reading(prepare: Callable[[], object]) -> dialogue.Read:
    """Give what reads a line; while the first question is being read, the rules are made ready."""

    def quietly() -> None:
        with suppress(MatchpathError):  # said when the rules are run
            prepare()

    waiting = [Thread(target=quietly, daemon=True)]

    def read(prompt: str) -> str:
        click.echo(prompt, nl=False, err=True)
        while waiting:
            waiting.pop().start()
        return _read("")

    return read


def _read(prompt: str) -> str:
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _say(text: str) -> None:
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 3) if line.startswith(" ") else ""
        click.echo(textwrap.fill(line, _width(), subsequent_indent=indent), err=True)


@main.command("forget")
@_case
@_stops_on_problems
def forget_command(case_path: Path) -> None:
    """Delete a case file for good.

    Example: matchpath forget me.yaml
    """
    case_files.load_kept(case_path, _knowledge())  # a file that is no case is not deleted
    with storage.alone(case_path):
        case_path.unlink()
    click.echo(f"Deleted: {case_path}", err=True)


_PLAN_FORMATS = ("text", "markdown", "html", "json", "ics", "meeting")
_PLAN_ENDINGS = {
    "": "text", ".txt": "text", ".md": "markdown", ".html": "html", ".json": "json", ".ics": "ics"
}  # fmt: skip


def _plan_format(output: Path | None) -> str:
    """Take the format of a plan from the ending of its file."""
    ending = output.suffix.lower() if output else ""
    if ending not in _PLAN_ENDINGS:
        hint = (
            "Write it as .html, and print that." if ending == ".pdf" else nearest(ending, filter(None, _PLAN_ENDINGS))
        )
        _fail(f'{output}: the ending "{ending}" is no format of a plan. {hint}')
    return _PLAN_ENDINGS[ending]


@main.command("plan", short_help="Print the plan for a case file.")
@_case
@click.option(
    "--format",
    "format_",
    type=click.Choice(_PLAN_FORMATS),
    help="Taken from the file's ending when not given; meeting is a sheet to take along, as HTML.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE instead of the screen.")
@_deidentified
@_today
@_stops_on_problems
def plan_command(
    case_path: Path,
    format_: str | None,
    output: Path | None,
    deidentified: bool,
    today: datetime.datetime | None,
) -> None:
    """Print the plan for a case file; a partial one names the next question.

    Example: matchpath plan me.yaml --format html -o plan.html
    """
    outcome = _shown(_outcome(case_path, today), deidentified)
    data = _plan_as(outcome, format_ or _plan_format(output), wording.WIDTH if output else _width())
    if output:
        _write(output, data)
    else:
        click.echo(data.decode(), nl=False)


def _plan_as(outcome: Outcome, kind: str, width: int) -> bytes:
    if kind == "json":
        return (json.dumps(plan.to_json(outcome), indent=2, ensure_ascii=False) + "\n").encode()
    if kind == "ics":
        from engine import dates

        return dates.to_ics(outcome, outcome.today or _day(None))
    if kind in ("html", "markdown", "meeting"):
        from engine import page

        if kind == "html":
            return page.to_html(outcome, _pictures(outcome)).encode()
        return (page.to_markdown(outcome) if kind == "markdown" else page.to_meeting(outcome)).encode()
    return plan.to_text(outcome, width).encode()


def _pictures(outcome: Outcome) -> "list[page.Picture]":
    """Draw the path phase by phase, so that a page can break between them."""
    import diagrams  # brings Graphviz along: only for those who draw
    from engine import page

    pictures = []
    for phase in dict.fromkeys(step.phase for step in outcome.path):
        svg = diagrams.render(diagrams.draw_path(outcome, phases=(phase.phase,), part=True), "svg").decode()
        svg = svg[svg.index("<svg") :]
        pictures.append(page.Picture(phase.title, svg, diagrams.wide(svg)))
    return pictures


_theme = click.option(
    "--theme", type=click.Choice(["light", "dark", "print"]), default="light", help="Colours for a screen, or none."
)


@main.command("tree")
@_case
@click.option(
    "--format",
    "format_",
    type=click.Choice((*_TREE_FORMATS, "text")),
    help="Taken from the file's ending when not given; text is the same path as a list.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE instead of the screen.")
@click.option("--phase", default="", metavar="ID", help="Draw one phase of the path, and where it leads.")
@click.option("--whole", is_flag=True, help="Draw every node of the base, the path marked.")
@_theme
@_deidentified
@_today
@_stops_on_problems
def tree_command(
    case_path: Path,
    format_: str | None,
    output: Path | None,
    phase: str,
    whole: bool,
    theme: str,
    deidentified: bool,
    today: datetime.datetime | None,
) -> None:
    """Draw the path of a case file. A PDF breaks between phases, and prints on Letter and A4.

    Example: matchpath tree me.yaml -o path.svg
    """
    kind = format_ or ("text" if output and output.suffix == ".txt" else _tree_format(format_, output))
    outcome = _shown(_outcome(case_path, today), deidentified)
    if phase:
        _known_phase(outcome.kb, phase)
    if kind == "text":
        _give(plan.path_text(outcome).encode(), kind, output)
    else:
        _give(_drawn(outcome, kind, phase, whole, theme), kind, output)


def _known_phase(kb: KnowledgeBase, phase: str) -> None:
    phases = [one.phase for one in kb.phases]
    if phase not in phases:
        _fail(f'There is no phase "{phase}". {nearest(phase, phases)}')


@main.command("completion", short_help="Print the completion of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print what makes a shell complete commands, case files, questions and answers.

    Example: matchpath completion bash >> ~/.bashrc
    """
    kind = get_completion_class(shell)
    assert kind
    click.echo(kind(main, {}, "matchpath", "_MATCHPATH_COMPLETE").source())


_words_or_json = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Text to read, or JSON."
)


@main.command("explain", short_help="Say how a result came about, or why not.")
@_case
@click.argument("results", metavar="[RESULT]...", nargs=-1)
@click.option("--why-not", "absent", metavar="NAME", help="Say what keeps an action or a node away.")
@_words_or_json
@_today
@_stops_on_problems
def explain_command(
    case_path: Path, results: tuple[str, ...], absent: str | None, format_: str, today: datetime.datetime | None
) -> None:
    """Say how the category and the turns of a case came about, or any RESULT: a conclusion, a node, an action.

    Example: matchpath explain me.yaml list-c; matchpath explain me.yaml --why-not go-away
    """
    from engine import explain, telling

    outcome = _outcome(case_path, today)
    if absent:
        kind, name = _absent(outcome, absent)
        if format_ == "json":
            _json(telling.why_not_json(outcome, kind, name))
        else:
            click.echo(telling.why_not(outcome, kind, name, _width()), nl=False)
        return
    chains = [chain for name in results for chain in _explained(outcome, name)]
    if format_ == "json":
        first = explain.overview(outcome)
        _json([telling.chain_json(outcome, one) for one in (chains if results else [first] if first else [])])
    else:
        click.echo(telling.how(outcome, chains, _width()) if results else telling.overview(outcome, _width()), nl=False)


def _explained(outcome: Outcome, typed: str) -> "list[explain.Chain]":
    from engine import explain

    kb = outcome.kb
    name = _completed(typed, [*kb.conclusions, *kb.nodes, *kb.actions, *kb.questions])
    kinds = explain.kinds(outcome, name)
    if not kinds:
        hint = f" Try: matchpath explain … --why-not {name}" if name in (*kb.nodes, *kb.actions) else ""
        _fail(f'"{name}" did not come out here.{hint}')
    return [explain.how(outcome, kind, name) for kind in kinds]


def _absent(outcome: Outcome, typed: str) -> "tuple[explain.Kind, str]":
    from engine import explain

    kb = outcome.kb
    name = _completed(typed, [*kb.nodes, *kb.actions])
    kind: explain.Kind = "action" if name in kb.actions else "node"
    if name in explain.came_out(outcome, kind):
        _fail(f'"{name}" is there. Try: matchpath explain … {name}')
    return kind, name


def _completed(typed: str, names: Iterable[str]) -> str:
    """Complete a name typed halfway when there is only one; name the nearest of a mistyped one."""
    known = list(dict.fromkeys(names))
    if typed in known:
        return typed
    starts = [name for name in known if name.startswith(typed)]
    if len(starts) == 1:
        return starts[0]
    hint = f"It could be: {', '.join(starts)}." if starts else nearest(typed, known)
    _fail(f'There is nothing called "{typed}". {hint}')


def _json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


@main.command("compare", short_help="Say what another answer, or case, would change.")
@_case
@click.argument(
    "other_path", metavar="[CASE]", required=False, type=click.Path(path_type=Path), shell_complete=_complete_case
)
@_settings
@click.option("--each", "question", metavar="QUESTION", help="Compare every answer of a question, one row each.")
@_words_or_json
@_today
@_stops_on_problems
def compare_command(
    case_path: Path,
    other_path: Path | None,
    settings: tuple[str, ...],
    question: str | None,
    format_: str,
    today: datetime.datetime | None,
) -> None:
    """Say what another answer would change, or another case; or set every answer of a question in a table.

    Example: matchpath compare me.yaml --set letters=strong; matchpath compare me.yaml --each specialty
    """
    from engine import telling, whatif

    before = _outcome(case_path, today)
    if question:
        asked = before.kb.questions[_completed(question, before.kb.questions)]
        if format_ == "json":
            _json(telling.each_json(before, asked))
        else:
            click.echo(telling.each(before, asked, _width()), nl=False)
        return
    if not settings and not other_path:
        _fail("Say what to compare with: another case, --set QUESTION=ANSWER, or --each QUESTION.")
    after = _outcome(other_path, today) if other_path else before
    changed = _given(None, settings, before.kb)
    after = whatif.instead(after, changed) if changed else after
    if format_ == "json":
        _json(telling.comparison_json(before, after))
    else:
        names = (case_path.stem, other_path.stem) if other_path else ("now", "then")
        click.echo(telling.comparison(before, after, names, _width()), nl=False)


@main.command("levers", short_help="Say what can still be changed, and what for.")
@_case
@_words_or_json
@_today
@_stops_on_problems
def levers_command(case_path: Path, format_: str, today: datetime.datetime | None) -> None:
    """Say what can still be changed in a case, what each change does, how long it takes, whether there is time.

    Example: matchpath levers me.yaml
    """
    from engine import telling

    outcome = _outcome(case_path, today)
    if format_ == "json":
        _json(telling.levers_json(outcome))
    else:
        click.echo(telling.levers(outcome, _width()), nl=False)


@main.group("kb")
def kb_group() -> None:
    """For advisors: copy, check, test and show a knowledge base.

    Start with: matchpath kb init my-base
    """
    # What these commands need is imported in them: a student's first question does not wait for it.


_dir = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))


@kb_group.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def kb_init(folder: Path) -> None:
    """Copy the built-in base to a new folder DIR, to change it there.

    Example: matchpath kb init my-base
    """
    if folder.exists():
        _fail(f"{folder}: this exists already. Name a new folder; nothing is overwritten.")
    try:
        shutil.copytree(loader.BUILT_IN, folder)
    except OSError as error:
        _fail(f"{folder}: can't be written ({error.strerror}).")
    click.echo(f"Copied to {folder}. Read {folder / 'README.md'}, change a file, then: matchpath kb check {folder}")


@kb_group.command("check", short_help="Find all that is wrong with a base.")
@_dir
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Text to read, or JSON.")
@click.option("--strict", is_flag=True, help="Let warnings count as problems.")
@_today
def kb_check(folder: Path | None, format_: str, strict: bool, today: datetime.datetime | None) -> None:
    """Find all that is wrong with a base, with its place and what to do.

    Exit 0 when nothing is, 1 when something is. Example: matchpath kb check my-base
    """
    from engine import report

    where = _folder(folder)
    if not where.is_dir():
        _fail(f'There is no folder "{where}".')
    try:
        problems = checks.check(loader.load(where), _day(today))
    except MatchpathError as error:
        problems = error.problems
    if format_ == "json":
        click.echo(json.dumps([report.problem_json(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(report.problem_text(problem))
        click.echo(report.counted(problems), err=bool(problems))
    sys.exit(int(any(strict or not problem.warning for problem in problems)))


@kb_group.command("test")
@_dir
@_stops_on_problems
def kb_test(folder: Path | None) -> None:
    """Run the base's cases and show what did not come out as expected.

    Exit 0 when all did, 1 when one did not. Example: matchpath kb test my-base
    """
    from engine import trial

    results = trial.run_all(_folder(folder) / "cases", _knowledge(folder))
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.echo(trial.failure_text(result))
    click.echo(f"{len(results) - len(failed)} of {len(results)} cases came out as expected.", err=bool(failed))
    sys.exit(int(bool(failed)))


@kb_group.command("coverage", short_help="Name what no case reaches.")
@_dir
@click.option(
    "--threshold", type=click.FloatRange(0, 100), metavar="N", help="Exit 1 when less than N percent is reached."
)
@_stops_on_problems
def kb_coverage(folder: Path | None, threshold: float | None) -> None:
    """Name the nodes, branches, rows, actions and claims that no case reaches.

    Example: matchpath kb coverage my-base --threshold 100
    """
    from engine import trial

    kb = _knowledge(folder)
    results = trial.run_all(_folder(folder) / "cases", kb)
    found = trial.reach(kb, [result.outcome for result in results if result.outcome])
    for one in found.left:
        click.echo(str(one))
    for kind, (reached, every) in found.counts.items():
        click.echo(f"{kind}: {reached} of {every}")
    click.echo(f"{found.percent:g} % reached by {len(results)} cases")
    sys.exit(int(threshold is not None and found.percent < threshold))


@kb_group.command("schema")
def kb_schema() -> None:
    """Print the JSON Schema of a base's files, for editors.

    Example: matchpath kb schema > my-base/schema.json
    """
    from engine import schema

    click.echo(json.dumps(schema.schema(), indent=1))


@kb_group.command("show", short_help="Show an entry by its id.")
@click.argument("name", metavar="[ID]", required=False)
@_stops_on_problems
def kb_show(name: str | None) -> None:
    """Show an entry by its id: its text, its place, who needs it, which cases reach it. Without ID, list them all.

    Example: matchpath kb show letters
    """
    from engine import catalog, trial

    kb = _knowledge()
    if name is None:
        click.echo(catalog.listing(kb))
    elif name in catalog.names(kb):
        click.echo(catalog.shown(kb, name, trial.run_all(_folder() / "cases", kb)))
    else:
        _fail(f'There is nothing called "{name}". {nearest(name, catalog.names(kb))}')


@kb_group.command("diff", short_help="Say what changed between two bases.")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@_stops_on_problems
def kb_diff(old: Path, new: Path) -> None:
    """Say what changed between two bases, and for which applicants what comes out.

    The applicants are the cases of both, and those at every threshold of a number, one below and
    one above. Exit 0 when nothing changed, 1 when something did. Example: matchpath kb diff old new
    """
    import msgspec

    from engine import difference

    bases = (_knowledge(old), _knowledge(new))
    words = difference.in_words(*bases)
    day = _day(None)
    cases = {}
    for base, folder in zip(bases, (old, new), strict=True):
        for path in sorted((folder / "cases").glob("*.yaml")):
            case = case_files.load(path, base)
            cases[path.stem] = case if case.today else msgspec.structs.replace(case, today=day)
    effects = difference.effects(*bases, cases) if words else ()
    for line in words:
        click.echo(line)
    for effect in effects:
        click.echo(f"for {effect.name}: {'; '.join(effect.changes)}")
    click.echo(f"{len(words)} changes in words; something else comes out for {len(effects)} applicants.")
    sys.exit(int(bool(words)))


@kb_group.command("graph")
@click.option("--phase", default="", metavar="ID", help="Draw one phase, and where it leads.")
@click.option(
    "--format", "format_", type=click.Choice(_TREE_FORMATS), help="Taken from the file's ending when not given."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE instead of the screen.")
@_theme
@_stops_on_problems
def kb_graph(phase: str, format_: str | None, output: Path | None, theme: str) -> None:
    """Draw the whole base, or one phase of it.

    Example: matchpath kb graph --phase match-week -o week.svg
    """
    kind, kb = _tree_format(format_, output), _knowledge()
    if phase:
        _known_phase(kb, phase)

    import diagrams  # brings Graphviz along: only for those who draw

    _give(diagrams.render(diagrams.draw_whole(kb, phase, theme), kind), kind, output)


def _tree_format(format_: str | None, output: Path | None) -> str:
    if format_ or output is None:
        return format_ or "svg"
    ending = output.suffix.lstrip(".").lower()
    if ending not in _TREE_FORMATS:
        _fail(f'{output}: the ending ".{ending}" is no picture format. {nearest(ending, _TREE_FORMATS)}')
    return ending


def _drawn(outcome: Outcome, format_: str, phase: str = "", whole: bool = False, theme: str = "light") -> bytes:
    import diagrams  # brings Graphviz along: only for those who draw

    if format_ == "pdf" and not whole and not phase:
        return diagrams.draw_pages(outcome, theme)
    phases = (phase,) if phase else ()
    drawing = (
        diagrams.draw_whole(outcome.kb, phase, theme, outcome) if whole else diagrams.draw_path(outcome, theme, phases)
    )
    return diagrams.render(drawing, format_)


def _give(data: bytes, kind: str, output: Path | None) -> None:
    """Write a picture to a file, or to the screen where it is text."""
    if output:
        _write(output, data)
    elif kind in ("png", "pdf") and sys.stdout.isatty():
        _fail(f"A {kind.upper()} is no text for a screen. Name a file: -o path.{kind}")
    else:
        sys.stdout.buffer.write(data)


def _write(path: Path, data: bytes) -> None:
    storage.write_whole(path, data)
    _say(f"Written: {path}")


if __name__ == "__main__":
    main()
