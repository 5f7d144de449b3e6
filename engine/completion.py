"""Turn a word typed halfway into what it can become, for the completion of a shell."""

from collections.abc import Iterator
from pathlib import Path

from engine.model import KnowledgeBase


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
    """Give `question=answer` as it can go on, each with its words: the questions first, then the one's answers."""
    name, equals, _ = typed.partition("=")
    questions = [kb.questions[name]] if equals and name in kb.questions else []
    questions = questions or [one for one in kb.questions.values() if one.id.startswith(typed)]
    if len(questions) > 1:
        yield from ((f"{one.id}=", one.label) for one in questions)
        return
    for question in questions:
        answers = [(f"{question.id}={word}", text) for word, text in question.words.items()]
        yield from (one for one in answers or [(f"{question.id}=", question.label)] if one[0].startswith(typed))


def rejoined(words: list[str]) -> list[str]:
    """Put together again what bash splits at "=": `["a", "=", "b"]` is `["a=b"]`."""
    whole: list[str] = []
    for index, word in enumerate(words):
        if whole and (word == "=" or words[index - 1 : index] == ["="]):
            whole[-1] += word
        else:
            whole.append(word)
    return whole
