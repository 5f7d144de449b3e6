"""Drawing in several threads: the process lives, and draws what it draws in one."""

import os
import subprocess
import sys

from conftest import ROOT

SCRIPT = """
import sys
from concurrent.futures import ThreadPoolExecutor

import diagrams
from engine.language.loader import load

base = load()
drawings = [diagrams.draw_whole(base, phase.phase) for phase in base.phases]

def pictures(kind):
    return [diagrams.render(drawing, kind) for drawing in drawings]

kinds = ["svg", "svg", "svg", "pdf"] * 2
sys.setswitchinterval(1e-6)  # in seconds: the threads take turns as often as they can
with ThreadPoolExecutor(len(kinds)) as pool:
    together = list(pool.map(pictures, kinds))
print(together == [pictures(kind) for kind in kinds])
print("still heard", file=sys.stderr)
"""


def test_eight_threads_draw_what_one_draws_and_leave_standard_error_whole(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "still heard\n")


TOGETHER = """
from concurrent.futures import ThreadPoolExecutor

import diagrams
from engine.authoring import cases
from engine.consultation import casefile
from engine.language.loader import BUILT_IN, load

base = load()
path = BUILT_IN / "cases" / "c-dermatology-228.yaml"
outcome = cases.run(casefile.load(path, base), base)

def draw(_):
    return diagrams.render(diagrams.draw_path(outcome), "svg")

with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(draw, range(40)))))
"""


def test_forty_pictures_at_once_from_eight_threads_are_one_picture(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
