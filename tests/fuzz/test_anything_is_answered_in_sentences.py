"""Whatever a file or a person says, the answer is a plan or a sentence: no fault, no endless wait.

Each input is made from a seed, which is the name of its folder, and stands in what fails.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import drawn_base
import garbled
import pytest
import worlds
import yaml
from answered import Answer, answered

from engine.language import yaml_file
from engine.output import formats

SEEDS = range(4_000 if worlds.LONG else 80)  # for each of the five tests
CASES = tuple(path.read_bytes() for path in worlds.SMALL_CASES)
SMALL_FILES = tuple(sorted(worlds.SMALL.glob("*.yaml")))
KEYS = ("name", "story", "today", "answers", "expect", "with_figures", "it")

Line = list[object]
ON_CASES: tuple[Line, ...] = (
    *(["plan", "it.yaml", "--format", kind.name] for kind in formats.PLAN),
    ["plan", "it.yaml", "--deidentified"],
    ["tree", "it.yaml", "--format", "text"],
    ["tree", "it.yaml", "--format", "dot", "--whole"],
    ["explain", "it.yaml"],
    ["explain", "it.yaml", "--why-not", "stay"],
    ["levers", "it.yaml"],
    ["compare", "it.yaml", "--set", "days=3"],
    ["compare", "it.yaml", "--each", "country"],
    ["consult", "--no-input", "--case", "it.yaml"],
    ["consult", "--no-input", "--answers", "it.yaml"],
    ["consult", "--case", "it.yaml", "--set", "days=3"],
    ["forget", "it.yaml"],
)
ON_BASES: tuple[Line, ...] = (
    ["kb", "check"],
    ["kb", "check", "--format", "json"],
    ["kb", "test"],
    ["kb", "coverage"],
    ["kb", "show"],
    ["kb", "show", "hurry"],
    ["kb", "graph", "--format", "dot"],
    ["kb", "diff", worlds.SMALL, "base"],
    ["plan", "base/cases/late-abroad.yaml"],
    ["tree", "base/cases/airport-lost.yaml", "--format", "dot"],
)


def _words() -> tuple[str, ...]:
    """Name what means something to the small base."""
    kb = worlds.small()
    answers = {word for question in kb.questions.values() for word in question.words}
    named = {*kb.facts, *kb.nodes, *kb.actions, *answers}
    expected = ("path", "not-path", "actions", "not-actions", "pending", "none")
    return (*sorted(named), *expected, "unknown", "declined", "not_yet")


WORDS = _words()
AT_PROMPTS = (
    *WORDS,
    *("", "1", "2", "3", "1, 2", "0", "60", "-1", "9" * 30, "1.5", "²", "y", "n", "~", "~nobody"),
    *("?", "help", "why", "back", "review", "support", "save", "it.yaml", "quit"),
)


@pytest.fixture
def seeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Iterator[Random]]:
    """Give a source of chance for each seed, in an empty folder that is called like it."""

    def chances() -> Iterator[Random]:
        for seed in SEEDS:
            here = tmp_path / f"seed-{seed}"
            here.mkdir()
            monkeypatch.chdir(here)
            yield Random(seed)
            monkeypatch.chdir(tmp_path)
            shutil.rmtree(here)

    return chances


@pytest.fixture
def held():
    """Hold a line to its bounds, on the small base unless another is named; tell the most it took."""
    answers: list[Answer] = []

    def on_base(words: Line, folder: Path = worlds.SMALL, typed: bytes = b"") -> Answer:
        read = {worlds.SMALL: worlds.small()}
        answers.append(answered(words, folder, typed=typed, read=read))
        return answers[-1]

    yield on_base
    slowest = max(answer.seconds for answer in answers)
    grown = max(answer.megabytes for answer in answers)
    print(f"{len(answers)} lines, at most {slowest:.1f} s and {grown:.0f} MB each")  # noqa: T201


@worlds.PATIENT
def test_a_case_of_any_bytes(seeded, held):
    for chance in seeded():
        Path("it.yaml").write_bytes(garbled.changed(chance.choice(CASES), chance, CASES))
        held(chance.choice(ON_CASES))


@worlds.PATIENT
def test_a_case_of_any_shape(seeded, held):
    for chance in seeded():
        keys = chance.sample(KEYS, chance.randint(0, len(KEYS)))
        case: object = {key: garbled.value(chance, WORDS) for key in keys}
        kind = chance.random()
        if kind < 0.5:
            named = chance.sample(tuple(worlds.small().questions), chance.randint(0, 9))
            case = {"answers": {name: garbled.value(chance, WORDS, 3) for name in named}}
        elif kind < 0.6:
            case = garbled.value(chance, WORDS)
        Path("it.yaml").write_text(yaml.safe_dump(case, allow_unicode=chance.random() < 0.5))
        held(chance.choice(ON_CASES))


@worlds.PATIENT
def test_a_base_of_any_bytes(seeded, held):
    for chance in seeded():
        base = Path(shutil.copytree(worlds.SMALL, "base"))
        files = sorted(base.glob("*.yaml"))
        texts = tuple(path.read_bytes() for path in files)
        for path in chance.sample(files, chance.choice((1, 1, 1, 2))):
            path.write_bytes(garbled.changed(path.read_bytes(), chance, texts))
        held(chance.choice(ON_BASES), base)


@worlds.PATIENT
def test_a_base_of_any_shape(seeded, held):
    for chance in seeded():
        files = {path.name: yaml_file.read(path).value for path in SMALL_FILES}
        garbled.rearrange(files, chance, WORDS)
        base = Path("base")
        drawn_base.write(files, base)
        shutil.copytree(worlds.SMALL / "cases", base / "cases")
        held(chance.choice(ON_BASES), base)


@worlds.PATIENT
def test_any_lines_at_the_prompts_and_what_they_left_in_a_file_is_read_again(seeded, held):
    for chance in seeded():
        case = chance.choice(([], ["--case", "it.yaml"]))
        held(["consult", *case], typed=garbled.typed_lines(chance, AT_PROMPTS))
        for path in Path.cwd().iterdir():
            assert held(["plan", path]).code == 0, Path.cwd().name
