"""Turn a word typed halfway into what it can become, for the completion of a shell."""

from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
)

from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase


@click.command("completion", short_help="Print the completion of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes a shell complete commands, case files, questions and answers.

    Example: matchpath completion bash >> ~/.bashrc
    """
    kind = get_completion_class(shell)
    assert kind
    program = click.get_current_context().find_root().command
    click.echo(kind(program, {}, "matchpath", "_MATCHPATH_COMPLETE").source())


class Bash(BashComplete):
    """Complete `question=answer` too, which bash splits at the "="."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Give the words before the one being typed, and that one, whole."""
        args, incomplete = super().get_completion_args()
        *args, incomplete = rejoined([*args, incomplete])
        self._cut = incomplete.partition("=")[0] + "=" if "=" in incomplete else ""
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Write one completion without what bash keeps of the word."""
        item.value = item.value.removeprefix(self._cut)
        return super().format_completion(item)


def register() -> None:
    """Let click complete for bash as `Bash` does."""
    add_completion_class(Bash, "bash")


def complete_case(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Give the case files that start as typed; the shell's own files where there is none."""
    found = [CompletionItem(name) for name in case_files(typed)]
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


def case_files(typed: str) -> Iterator[str]:
    """Give the case files whose name starts as typed, beside it."""
    start = Path(typed)
    folder, name = (start, "") if typed.endswith("/") else (start.parent, start.name)
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith(name) and _is_case(path):
            yield str(path)


def _is_case(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return "answers:" in file.read(10_000)
    except (OSError, UnicodeDecodeError):
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
        (question,) = questions
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
