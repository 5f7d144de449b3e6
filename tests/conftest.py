import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.language import loader
from engine.language.base import KnowledgeBase

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "knowledge" / "cases").glob("*.yaml"))

settings.register_profile(
    "matchpath",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("matchpath")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected outputs anew")


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return loader.load()


@pytest.fixture
def outcome_of(kb: KnowledgeBase):
    """Give the outcome of answers written as keyword arguments; lists stand for several choices."""

    def outcome(**answers) -> Outcome:
        return consult(
            kb, {k: frozenset(v) if isinstance(v, list) else v for k, v in answers.items()}
        )

    return outcome


@pytest.fixture
def run(tmp_path: Path):
    """Run the command line in a process of its own, in an empty folder."""

    def command(
        *words: object, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli", *map(str, words)],
            capture_output=True,
            text=True,
            input=stdin,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            timeout=60,
        )

    return command
