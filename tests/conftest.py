import os
import subprocess
import sys
import time
from pathlib import Path

import click.testing
import pytest
import worlds
from hypothesis import HealthCheck, settings
from worlds import CASES, ROOT, SMALL

import cli
from engine.commands.session import Session
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.loader import BUILT_IN

__all__ = ["CASES", "ROOT"]

# Texts say the reader's own hour where it differs: here it never does, whatever the machine.
os.environ["TZ"] = "America/New_York"
time.tzset()

# The quick profile tries the same few examples each time, the long one many new ones.
for profile in ("quick", "long"):
    settings.register_profile(
        profile,
        max_examples=worlds.EXAMPLES,
        deadline=None,
        derandomize=profile == "quick",
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
settings.load_profile("long" if worlds.LONG else "quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected outputs anew")


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """The shipped base."""
    return worlds.shipped()


@pytest.fixture(scope="session")
def small() -> KnowledgeBase:
    """The small base of `tests/small`."""
    return worlds.small()


@pytest.fixture
def outcome_of(kb: KnowledgeBase):
    """Give the outcome of answers written as keyword arguments; lists stand for several choices."""

    def outcome(**answers) -> Outcome:
        return consult(
            kb, {k: frozenset(v) if isinstance(v, list) else v for k, v in answers.items()}
        )

    return outcome


@pytest.fixture
def as_expected(request: pytest.FixtureRequest):
    """Hold a text against the file that keeps it; `--golden` writes the file anew."""

    def check(text: str, path: Path) -> None:
        if request.config.getoption("--golden"):
            path.write_text(text)
        assert text == path.read_text()

    return check


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--golden`, keep the tests that write something, and no other."""
    if not config.getoption("--golden"):
        return
    writing = [item for item in items if "as_expected" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in writing])
    items[:] = writing


# The command line


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command in this process, in an empty folder, on the small base where none is named."""
    monkeypatch.chdir(tmp_path)

    def command(
        *words: object, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        done = click.testing.CliRunner().invoke(
            cli.main,
            [str(word) for word in words],
            input=stdin,
            env={"MATCHPATH_KNOWLEDGE": str(SMALL), **environment},
            # What the tests share has been read; a base that a test makes is read by the command.
            obj=Session({SMALL: worlds.small(), BUILT_IN: worlds.shipped()}),
            catch_exceptions=False,
            prog_name="matchpath",
        )
        return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)

    return command


@pytest.fixture(scope="session")
def environment():
    """Give the environment of a process that runs this code, on the small base where none is named."""

    def variables(**more: str) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MATCHPATH_KNOWLEDGE": str(SMALL),
            **more,
        }

    return variables


@pytest.fixture
def run_process(tmp_path: Path, environment):
    """Run a command in a process of its own, for what only a process shows: its streams, its encoding."""

    def command(*words: object, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli", *map(str, words)],
            capture_output=True,
            text=True,
            input=stdin,
            cwd=tmp_path,
            env=environment(**more),
            timeout=60,
        )

    return command
