"""The contract of imports notices what it is there to notice: a room without a place, a second user of Experta."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from worlds import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
HOUSE = ("engine", "diagrams")


def kept_or_broken(folder: Path, module: str, text: str):
    """Add a module to a copy of the house, and hold it against the contract."""
    for name in HOUSE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    if module:
        (folder / module).write_text(text)
    return subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Run the contract on the house as it is, with a room that has no place, and with one that takes Experta."""
    added = {
        "as it is": ("", ""),
        "a room without a place": ("engine/x.py", '"""Import nothing."""\n'),
        "a room with Experta": ("engine/x.py", '"""Import Experta."""\n\nimport experta\n'),
    }
    folders = [tmp_path_factory.mktemp("house") for _ in added]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(kept_or_broken, folder, *module)
            for folder, module in zip(folders, added.values(), strict=True)
        ]
    return dict(zip(added, (job.result() for job in jobs), strict=True))


def broken(done) -> list[str]:
    """Name the contracts that are broken."""
    lines = done.stdout.splitlines()
    return [line.partition(" BROKEN")[0] for line in lines if " BROKEN" in line]


def test_the_house_as_it_is_keeps_the_contract(found):
    done = found["as it is"]
    assert (done.returncode, broken(done)) == (0, []), done.stdout
    assert "KEPT" in done.stdout


def test_a_room_that_has_no_place_breaks_it(found):
    done = found["a room without a place"]
    assert done.returncode == 1
    assert broken(done) == ["Rooms import one way"]


def test_a_second_room_that_imports_experta_breaks_it(found):
    done = found["a room with Experta"]
    assert done.returncode == 1
    assert "Experta is imported in one module" in broken(done)
