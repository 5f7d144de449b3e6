"""Same answers, same outcome, byte for byte, whatever their order."""

import hashlib
import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT

from engine.consultation.consult import consult
from engine.output.plan_json import to_json

ANSWERS = {
    "stage": "rotations",
    "match_year": "2028",
    "applicant_type": "us-md",
    "circumstances": ["couples", "children"],
    "step2_ck": 228,
    "step2_date": "since-2025-07",
    "specialty": "dermatology",
    "red_flags": ["leave", "failed-course", "failed-exam"],
    "gap_year": "clinical",
    "clinical_pivot": "other",
}
SCRIPT = """
import hashlib, json, sys
pass
pass
from engine.output import plan_json
from engine.output import plan_text
import diagrams
answers = {k: frozenset(v) if isinstance(v, list) else v for k, v in json.loads(sys.argv[1]).items()}
outcome = consult(load(), answers)
trace = [(f.kind, f.id, str(f.place), [n for n, _ in f.facts], f.way) for f in outcome.trace]
drawing = diagrams.draw_path(outcome)
parts = [json.dumps(plan_json.to_json(outcome)), plan_text.to_text(outcome), repr(trace)]
print(hashlib.sha256("".join(parts).encode() + diagrams.render(drawing, "svg")).hexdigest())
"""


def in_a_fresh_process(seed: int) -> str:
    items = list(ANSWERS.items())
    random.Random(seed).shuffle(items)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(dict(items))],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    return done.stdout.strip()


def test_twenty_fresh_processes_give_the_same_outcome_plan_and_picture():
    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(in_a_fresh_process, range(20)))
    assert len(found) == 1
    assert len(found.pop()) == hashlib.sha256().digest_size * 2


@pytest.mark.parametrize("seed", range(5))
def test_one_process_gives_the_same_outcome_for_every_order(kb, seed):
    answers = {k: frozenset(v) if isinstance(v, list) else v for k, v in ANSWERS.items()}
    items = list(answers.items())
    random.Random(seed).shuffle(items)
    assert to_json(consult(kb, dict(items))) == to_json(consult(kb, answers))


def test_threads_that_share_a_base_do_not_mix_their_applicants(kb):
    scores = [200 + n for n in range(40)]

    def category(score: int) -> object:
        known = {
            "stage": "rotations",
            "step2_ck": score,
            "step2_date": "since-2025-07",
            "specialty": "neurology",
        }
        return consult(kb, known).facts["margin"]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(category, scores)) == [score - 218 for score in scores]
