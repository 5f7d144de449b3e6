"""The built wheel works on its own: in a clean environment, from another folder, on every Python there is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

CASE = ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml"
VERSIONS = ("3.10", "3.11", "3.12", "3.13")


def pythons() -> dict[str, str]:
    """Find the interpreters of this machine that run: on the path, or where pyenv keeps them."""
    found = {}
    for version in VERSIONS:
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        for candidate in (f"python{version}", *map(str, pyenv)):
            script = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
            try:
                done = subprocess.run([candidate, "-c", script], capture_output=True, text=True)
            except OSError:
                continue
            if done.stdout.strip() == version:
                found.setdefault(version, candidate)
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {**found, own: sys.executable}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("matchpath-*.whl"))


@pytest.mark.parametrize("version", sorted(pythons()))
def test_the_wheel_runs_the_demo_from_another_folder(wheel, tmp_path, version, run):
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    subprocess.run(
        [pythons()[version], "-m", "venv", tmp_path / "venv"],
        check=True,
        capture_output=True,
        env=clean,
    )
    binaries = tmp_path / "venv" / "bin"
    subprocess.run(
        [binaries / "python", "-m", "pip", "install", "--quiet", wheel],
        check=True,
        capture_output=True,
        env=clean,
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def matchpath(*words):
        done = subprocess.run(
            [binaries / "matchpath", *words],
            cwd=elsewhere,
            capture_output=True,
            text=True,
            env=clean,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    matchpath("tree", str(CASE), "-o", "path.svg")
    assert (elsewhere / "path.svg").read_text().startswith("<?xml")
    here = run("plan", CASE, "--format", "json").stdout
    assert json.loads(matchpath("plan", str(CASE), "--format", "json")) == json.loads(here)
