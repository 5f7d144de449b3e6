"""The whole tree with a path marked, as it is and as a copy to show around."""

import re

import pytest
from conftest import ROOT

import diagrams
from diagrams.theme import TAKEN, THEMES
from engine.authoring import cases
from engine.consultation import casefile
from engine.consultation.deidentified import coarsened
from engine.output.path_text import numbers

# In each of these a private answer decided a branch: how often the exam was failed.
WITHHELD = [
    "failed-once-210",
    "failed-twice-retake-passed",
    "failed-thrice-retake-failed",
    "no-attempts-left",
]


@pytest.fixture
def outcome(request, kb):
    path = ROOT / "knowledge" / "cases" / f"{request.param}.yaml"
    return cases.run(casefile.load(path, kb), kb)


LOOK = THEMES["light"]
MARKED = re.compile(r'<td[^>]*bgcolor="(#\w+)"[^>]*>(?:(?!</td>).)*</td><td[^>]*id="node-([\w-]+)"')


def line_colors(outcome):
    """Map the nodes to the color of the line beside them."""
    dot = diagrams.draw_whole(outcome.kb, outcome=outcome).dot
    return {node: color for color, node in MARKED.findall(dot)}


def marks(outcome, node):
    """Say how the way on from a node is marked: by its edges, or by the sign of an answer."""
    dot = diagrams.draw_whole(outcome.kb, outcome=outcome).dot
    leaving = [line for line in dot.splitlines() if f"edge-{node.id}-" in line]
    roles = {re.search(r'class="?([a-z-]+)', line)[1] for line in leaving} - {"branch"}
    row = re.search(rf'<td[^>]*id="node-{node.id}".*?</td>', dot)
    return roles | ({TAKEN} if TAKEN in row[0] else set())


@pytest.mark.parametrize("outcome", [*WITHHELD, "c-dermatology-228"], indirect=True)
def test_every_numbered_node_of_a_copy_looks_visited(outcome):
    shown = coarsened(outcome)
    colors = line_colors(shown)
    for name in numbers(shown):
        assert colors[name] in (LOOK.here.line, LOOK.chance.line)


@pytest.mark.parametrize("outcome", WITHHELD, indirect=True)
def test_a_branch_that_is_withheld_is_not_marked(outcome):
    shown = coarsened(outcome)
    blanked = [step.node for step in shown.path if step.branch and step.branch.label == "not shown"]
    assert blanked
    for node in blanked:
        assert marks(outcome, node)
        assert not marks(shown, node)
