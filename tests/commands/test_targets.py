"""Results are written over no case and no file of a base, and over any other file whole."""

import shutil
from pathlib import Path

import pytest

from engine.language.loader import BUILT_IN

ROOT = Path(__file__).parents[2]
CASE = ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml"
ITSELF = "the answers themselves stand in this file"
A_CASE = "this file is a case, with someone's answers"
OF_A_BASE = "this file belongs to the knowledge base"


@pytest.fixture
def _me(tmp_path):
    shutil.copy(CASE, tmp_path / "me.yaml")
    (tmp_path / "link.html").symlink_to("me.yaml")
    (tmp_path / "hard.svg").hardlink_to(tmp_path / "me.yaml")
    shutil.copy(CASE, tmp_path / "other.txt")
    (tmp_path / "flow.html").write_text("{name: x, answers: {}}\n")
    (tmp_path / "broken.html").write_text("story: x\nanswers: [\n")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.usefixtures("_me")
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("plan me.yaml --format text -o me.yaml", ITSELF),
        ("plan me.yaml --format text -o ./x/../me.yaml", ITSELF),
        ("tree me.yaml --format dot -o me.yaml", ITSELF),
        ("plan me.yaml -o link.html", ITSELF),
        ("tree me.yaml -o hard.svg", ITSELF),
        ("plan me.yaml -o other.txt", A_CASE),
        ("plan me.yaml -o flow.html", A_CASE),
        ("plan me.yaml -o broken.html", A_CASE),
        ("kb graph --format svg -o me.yaml", A_CASE),
        ("consult --case new.txt --plan new.txt", ITSELF),
        ("consult --case new.svg --tree new.svg", ITSELF),
        ("consult --answers other.txt --plan other.txt", ITSELF),
        ("consult --plan other.txt", A_CASE),
    ],
)
def test_a_case_is_not_overwritten_and_nothing_is_asked(run, tmp_path, line, fault):
    (tmp_path / "x").mkdir()
    before = contents(tmp_path)
    done = run(*line.split(), stdin="match-week\nyes\n")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f":1:1 unwritable: {fault}" in done.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["base.yaml", "README.md", "cases/a-anesthesiology-234.yaml"])
def test_no_file_of_the_base_in_use_or_of_the_built_in_one_is_overwritten(run, tmp_path, name):
    run("kb", "init", "mine")
    for base in ("mine", ROOT / "knowledge"):
        target = Path(tmp_path, base, name)
        before = target.read_bytes()
        done = run("--knowledge", "mine", "plan", CASE, "--format", "text", "-o", target)
        assert done.returncode == 2
        assert f"unwritable: {OF_A_BASE}" in done.stderr
        assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["plan.txt", "plan.json", "plan.html", "plan.md", "plan.ics"])
def test_any_other_file_is_replaced_whole(run, tmp_path, name):
    (tmp_path / name).write_text("all my answers: to life\n" * 10_000)
    for _ in range(2):
        done = run("plan", CASE, "-o", name, MATCHPATH_KNOWLEDGE=str(BUILT_IN))
        assert done.returncode == 0
        assert "to life" not in (tmp_path / name).read_text()
