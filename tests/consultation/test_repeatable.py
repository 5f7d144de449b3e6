"""Same answers, same outcome, byte for byte, whatever their order."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from worlds import CASES, LONG, ROOT, called, outcome_of_case, small_case

from engine.consultation.answers import plain
from engine.consultation.consult import consult
from engine.output.plan_json import to_json

PROCESSES = 20 if LONG else 3
LONGEST = max(CASES, key=lambda path: path.stat().st_size)  # of the shipped ones
SCRIPT = """
import hashlib, json, pathlib, sys
import diagrams
from engine import consult, load
from engine.output import plan_json, plan_text

digest = hashlib.sha256()
for folder, plain in json.load(sys.stdin).items():
    answers = {k: frozenset(v) if isinstance(v, list) else v for k, v in plain.items()}
    outcome = consult(load(pathlib.Path(folder)), answers)
    trace = [(f.kind, f.id, str(f.place), [n for n, _ in f.facts], f.ways) for f in outcome.trace]
    for text in (json.dumps(plan_json.to_json(outcome)), plan_text.to_text(outcome), repr(trace)):
        digest.update(text.encode())
    digest.update(diagrams.render(diagrams.draw_path(outcome), "svg"))
print(digest.hexdigest())
"""


def shuffled(answers, seed: int):
    items = list(answers.items())
    random.Random(seed).shuffle(items)
    return dict(items)


def in_a_fresh_process(seed: int) -> str:
    """Consult on both bases, with the answers in an order of the seed; give what it all comes to."""
    asked = {
        str(path.parents[1]): {
            name: plain(value)
            for name, value in shuffled(outcome_of_case(path).answers, seed).items()
        }
        for path in (small_case("late-abroad"), LONGEST)
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    return done.stdout.strip()


def test_fresh_processes_give_the_same_outcome_plan_and_picture():
    with ThreadPoolExecutor(2) as pool:
        (digest,) = set(pool.map(in_a_fresh_process, range(PROCESSES)))
    assert len(digest) == 64


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("path", [small_case("late-abroad"), LONGEST], ids=called)
def test_one_process_gives_the_same_outcome_for_every_order(path, seed):
    outcome = outcome_of_case(path)
    again = consult(outcome.kb, shuffled(outcome.answers, seed), outcome.today)
    assert to_json(again) == to_json(outcome)


def test_threads_that_share_a_base_do_not_mix_their_applicants(small):
    days = list(range(20, 60))

    def slack(left: int) -> object:
        known = {"place": "abroad", "country": "ruritania", "days": left, "police": "yes"}
        return consult(small, {**known, "nerves": "calm", "proofs": frozenset({"none"})}).facts[
            "slack"
        ]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(slack, days)) == [left - 20 for left in days]
