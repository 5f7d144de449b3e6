"""The built wheel works on its own: in a clean environment, from another folder, on every Python there is."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from worlds import CASES, ROOT

from engine.language.loader import BUILT_IN

CASE = CASES[0]
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = sorted({"3.10", "3.11", "3.12", "3.13"} - {OWN})
PIP = (sys.executable, "-m", "pip")
CLEAN = {
    name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
}
MINUTES = 60  # an installation waits for the network


def python(version: str) -> str:
    """Find an interpreter of this machine that runs: on the path, or where pyenv keeps them."""
    if version == OWN:
        return sys.executable
    script = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for candidate in (f"python{version}", *map(str, pyenv)):
        try:
            done = subprocess.run([candidate, "-c", script], capture_output=True, text=True)
        except OSError:
            continue
        if done.stdout.strip() == version:
            return candidate
    pytest.skip(f"there is no Python {version} here")


def done(*words, **more) -> str:
    """Run a program that has to succeed; give what it printed."""
    settings = {"capture_output": True, "text": True, "env": CLEAN, **more}
    command = subprocess.run([*map(str, words)], **settings)
    assert command.returncode == 0, command.stderr
    return command.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done(*PIP, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    return next(folder.glob("matchpath-*.whl"))


@pytest.mark.timeout(10 * MINUTES)
@pytest.mark.parametrize(
    "version", [OWN, *(pytest.param(other, marks=pytest.mark.long) for other in OTHERS)]
)
def test_the_wheel_runs_from_another_folder(wheel, tmp_path, version, run):
    done(python(version), "-m", "venv", "--without-pip", tmp_path / "venv")
    binaries = tmp_path / "venv" / "bin"
    done(*PIP, "--python", binaries / "python", "install", "--quiet", "--no-compile", wheel)
    require_the_same(binaries / "matchpath", tmp_path, run)


@pytest.mark.long
@pytest.mark.timeout(10 * MINUTES)
@pytest.mark.parametrize("words", ["pipx install", "uv tool install"])
def test_it_is_installed_by_the_tools_that_the_readme_names(wheel, tmp_path, words, run):
    assert f"`{words} .`" in (ROOT / "README.md").read_text()
    tool, *rest = words.split()
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"there is no {tool} here")
    places = {
        **{name: str(tmp_path / "home") for name in ("PIPX_HOME", "UV_TOOL_DIR")},
        **{name: str(tmp_path / "bin") for name in ("PIPX_BIN_DIR", "UV_TOOL_BIN_DIR")},
    }
    done(found, *rest, wheel, env={**CLEAN, **places})
    require_the_same(tmp_path / "bin" / "matchpath", tmp_path, run)


def require_the_same(matchpath, tmp_path, run):
    """Hold a command that was installed against this one: a picture and a plan, elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done(matchpath, "tree", CASE, "-o", "path.svg", cwd=elsewhere)
    assert (elsewhere / "path.svg").read_text().startswith("<?xml")
    there = done(matchpath, "plan", CASE, "--format", "json", cwd=elsewhere)
    here = run("--knowledge", BUILT_IN, "plan", CASE, "--format", "json").stdout
    assert json.loads(there) == json.loads(here)
