"""Compare two commits: what every case gives as plan, JSON, picture and explanation, byte for byte.

    python tests/same_bytes.py 5796534 HEAD     two commits
    python tests/same_bytes.py 5796534          a commit and the working tree

Each commit is laid out in a folder of its own and run there with this Python. Prints each difference
and exits 1 when there is one. Useful before and after a change that should change nothing.
"""

import difflib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    ("plan", "--format", "json"),
    ("plan",),
    ("tree", "--format", "dot"),
    ("explain",),
    ("explain", "--format", "json"),
)

# Runs in the folder of one commit: every command for every case, in one process.
RUN = """
import json, pathlib, sys
sys.path.insert(0, "")
from click.testing import CliRunner
import cli
found = {}
for case in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    for name, *rest in json.loads(sys.argv[2]):
        done = CliRunner().invoke(cli.main, [name, str(case), *rest])
        said = done.output if done.exception is None else repr(done.exception) + done.output
        found[f"{' '.join([name, *rest])} {case.stem}"] = said
json.dump(found, sys.stdout)
"""


def outputs(folder: Path) -> dict[str, str]:
    """Give what each command says for each case, with the code of one folder."""
    command = [sys.executable, "-c", RUN, "knowledge/cases", json.dumps(COMMANDS)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def laid_out(commit: str, folder: Path) -> Path:
    """Lay a commit out in a folder."""
    archive = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder


def main(before: str, after: str = "") -> int:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        old = outputs(laid_out(before, Path(one)))
        new = outputs(laid_out(after, Path(other)) if after else ROOT)
    different = [name for name in old if old[name] != new.get(name)]
    for name in different:
        lines = (old[name].splitlines(), new.get(name, "").splitlines())
        print(name, *difflib.unified_diff(*lines, "before", "after", lineterm="", n=1), sep="\n")
    print(f"{len(old)} outputs compared, {len(different)} differ")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
