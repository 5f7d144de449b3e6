"""A problem with the line it stands on, as an advisor reads it."""

from engine.authoring.problem_text import problem_json, problem_text, problems_counted
from engine.errors import Place, Problem


def at(path, line, column, warning=False):
    return Problem(
        Place(str(path), line, column), "unknown-node", "no node is so called.", "Look.", warning
    )


def test_the_line_is_shown_with_a_mark_below_the_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tree.yaml").write_text("phase: one\nnodes:\n\t- go: nowhere\n")
    said = problem_text(at("tree.yaml", 3, 8))
    expected = """\
tree.yaml:3:8 unknown-node: no node is so called. Look.
  3 |  - go: nowhere
    |        ^"""
    assert said == expected


def test_a_long_line_is_cut_around_the_mark(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "long.yaml").write_text("-" * 100 + "x" + "-" * 100)
    _, line, mark = problem_text(at("long.yaml", 1, 101)).splitlines()
    assert line == "  1 | " + "-" * 55 + "x" + "-" * 54
    assert mark == "    | " + " " * 55 + "^"


def test_without_a_file_or_a_line_the_message_stands_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.yaml").write_text("one: line\n")
    for place in (at("nowhere.yaml", 1, 1), at("short.yaml", 9, 1), at(tmp_path, 1, 1)):
        assert problem_text(place) == str(place)


def test_a_warning_says_so_and_both_are_counted(tmp_path):
    problem, warning = at("nowhere", 1, 1), at("nowhere", 1, 1, warning=True)
    assert problem_text(warning) == "warning: nowhere:1:1 unknown-node: no node is so called. Look."
    assert problems_counted([]) == "No problem found."
    assert problems_counted([problem]) == "1 problem"
    assert problems_counted([warning, warning]) == "2 warnings"
    assert problems_counted([problem, problem, warning]) == "2 problems, 1 warning"


def test_a_problem_of_no_place_has_none_in_json():
    assert problem_json(Problem(None, "missing-key", "there is no base.yaml.")) == {
        "file": None,
        "line": None,
        "column": None,
        "code": "missing-key",
        "message": "there is no base.yaml.",
        "hint": "",
        "warning": False,
    }
