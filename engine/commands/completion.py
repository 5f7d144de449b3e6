"""Turn a word typed halfway into what it can become, for the completion of a shell."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
)

from engine import outside
from engine.commands.terminal import give, visible
from engine.errors import CaseError, MatchpathError
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.yaml_file import LARGEST_CASE

if TYPE_CHECKING:
    from engine.consultation.casefile import Case
    from engine.consultation.outcome import Outcome


@click.command("completion", short_help="Print the completion of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes a shell complete commands, case files, questions and answers.

    Example: matchpath completion bash >> ~/.bashrc
    """
    kind = get_completion_class(shell)
    assert kind
    program = click.get_current_context().find_root().command
    give(kind(program, {}, "matchpath", "_MATCHPATH_COMPLETE").source())


class Bash(BashComplete):
    """Complete `question=answer` too, which bash splits at the "="; let bash quote what it inserts.

    click's own script gives bash the bare words: a file called `my case.yaml` became two words, and
    one called `x$(command)` ran the command. Readline quotes words that are said to be file names.
    """

    source_template = """\
%(complete_func)s() {
    local response type value
    response=$(env COMP_WORDS="$(printf '%%s\\n' "${COMP_WORDS[@]}")" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete "$1")
    while IFS=',' read -r type value; do
        case $type in
            file) compopt -o default ;;
            dir) compopt -o dirnames ;;
            plain) COMPREPLY+=("$value") ;;
            name) compopt -o filenames; COMPREPLY+=("$value") ;;
        esac
    done <<< "$response"
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Give the words before the one being typed, and that one, whole."""
        args, incomplete = super().get_completion_args()
        *args, incomplete = rejoined([*args, incomplete])
        self._cut = incomplete.partition("=")[0] + "=" if "=" in incomplete else ""
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Write one completion without what bash keeps of the word."""
        kind = "name" if item.is_name else item.type
        return f"{kind},{item.value.removeprefix(self._cut)}"


def register() -> None:
    """Let click complete for bash as `Bash` does."""
    add_completion_class(Bash, "bash")


def complete_case(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Give the case files that start as typed; the shell's own files where there is none."""
    found = [CompletionItem(name, is_name=True) for name in case_files(typed)]
    return found or [CompletionItem(typed, type="file")]


def complete_setting(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Give the questions, or the answers of one, that go on as typed."""
    from engine.language import loader  # while words are typed: most commands complete none

    try:
        kb = loader.load(context.find_root().params["knowledge"] or loader.BUILT_IN)
    except MatchpathError:
        return []  # said when the command is run
    return [CompletionItem(value, help=words) for value, words in settings(typed, kb)]


def complete_action(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Give the actions of a case's plan that start as typed; with --undo, those that were done."""
    from engine.commands import done  # while words are typed: most complete none

    try:
        case, outcome = _planned(context)
    except (MatchpathError, KeyError):
        return []  # said when the command is run
    return _starting(typed, done.titles(outcome, case.done, context.params["undo"]))


def complete_draft(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Give the actions of a case's plan that have a draft, and start as typed."""
    from engine.output import drafts  # while words are typed: most complete none

    try:
        _, outcome = _planned(context)
    except (MatchpathError, KeyError):
        return []  # said when the command is run
    return _starting(typed, drafts.titles(outcome, context.params["private"]))


def _planned(context: click.Context) -> tuple["Case", "Outcome"]:
    """Read the case that stands in a command line, and consult with it.

    Raises MatchpathError where it can't be read, KeyError where none stands there.
    """
    from engine.checking.required import require
    from engine.commands import inputs
    from engine.consultation import casefile
    from engine.consultation.consult import consult
    from engine.language import loader

    kb = require(loader.load(context.find_root().params["knowledge"] or loader.BUILT_IN))
    case = casefile.load_kept(context.params["case_path"], kb).case
    now = inputs.moment(context.params["today"], case.today)
    return case, consult(kb, case.answers, now, case.done)


def _starting(typed: str, titles: Mapping[str, str]) -> list[CompletionItem]:
    names = [name for name in titles if name.startswith(typed)]
    return [CompletionItem(name, help=titles[name]) for name in names]


def case_files(typed: str) -> Iterator[str]:
    """Give the case files that start as typed; no name that steers a terminal or is an option."""
    folder, slash, start = typed.rpartition("/")
    for path in _yaml_files(Path(folder + slash)):
        name = path.name if slash or not path.name.startswith("-") else f"./{path.name}"
        if path.name.startswith(start) and visible(name) == name and _may_be_case(path):
            yield f"{folder}{slash}{name}"


def _yaml_files(folder: Path) -> list[Path]:
    try:
        return [path for path in outside.folder(folder) if path.suffix == ".yaml"]
    except CaseError:
        return []


def _may_be_case(path: Path) -> bool:
    try:
        return b"answers:" in outside.read(path, LARGEST_CASE)
    except CaseError:
        return False


def settings(typed: str, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Give `question=answer` as it can go on, with words: questions, then the answers of one."""
    name, equals, _ = typed.partition("=")
    if equals and name in kb.questions:
        questions = [kb.questions[name]]
    else:
        questions = [known for known in kb.questions.values() if known.id.startswith(typed)]
    if len(questions) > 1:
        yield from ((f"{question.id}=", question.label) for question in questions)
    elif questions:
        yield from _answers(questions[0], typed)


def _answers(question: Question, typed: str) -> Iterator[tuple[str, str]]:
    """Give the answers of one question that go on as typed; of a number, the question alone."""
    words = [(f"{question.id}={word}", text) for word, text in question.words.items()]
    for value, text in words or [(f"{question.id}=", question.label)]:
        if value.startswith(typed):
            yield value, text


def rejoined(words: list[str]) -> list[str]:
    """Put together again what bash splits at "=": `["a", "=", "b"]` is `["a=b"]`."""
    whole: list[str] = []
    after_sign = False
    for word in words:
        if whole and (word == "=" or after_sign):
            whole[-1] += word
        else:
            whole.append(word)
        after_sign = word == "="
    return whole
