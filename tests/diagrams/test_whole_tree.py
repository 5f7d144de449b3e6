"""The whole tree with a path marked, as it is and as a copy to show around."""

import re

import pygraphviz
import pytest
from conftest import ROOT

import diagrams
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


def whole(outcome):
    return pygraphviz.AGraph(string=diagrams.draw_whole(outcome.kb, outcome=outcome).dot)


def node_roles(outcome):
    """Map the ids of the numbered nodes to their classes."""
    tree = whole(outcome)
    return {name: tree.get_node(name).attr["class"] for name in numbers(outcome)}


def edge_roles(outcome, node):
    """Give the class of each edge that leaves a node."""
    dot = diagrams.draw_whole(outcome.kb, outcome=outcome).dot
    return set(re.findall(rf'^\t+"?{node.id}"? -> .*class="?([a-z-]+)', dot, re.MULTILINE))


@pytest.mark.parametrize("outcome", [*WITHHELD, "c-dermatology-228"], indirect=True)
def test_every_numbered_node_of_a_copy_looks_visited(outcome):
    roles = node_roles(coarsened(outcome))
    assert set(roles.values()) <= {"taken", "end-residency", "end-next-cycle"}
    assert roles == node_roles(outcome)


@pytest.mark.parametrize("outcome", WITHHELD, indirect=True)
def test_a_branch_that_is_withheld_is_not_marked(outcome):
    shown = coarsened(outcome)
    blanked = [step.node for step in shown.path if step.branch and step.branch.label == "not shown"]
    assert blanked
    for node in blanked:
        assert {"taken", "contingent"} & edge_roles(outcome, node)
        assert edge_roles(shown, node) == {"branch"}
