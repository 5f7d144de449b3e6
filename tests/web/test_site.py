"""The folder of a site, made with packages that run nothing: what is in it, and what is refused."""

import io
import pickle
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import site_runtime
from small_base import folder
from visitor import Visitor
from worlds import ROOT

from engine.web import in_page
from engine.web.site import folder as site_folder
from engine.web.site import runtime

# Where packages are fetched from is set elsewhere; the project names no such place.
ELSEWHERE = re.compile(
    r"registry\.|jsdelivr|unpkg|esm\.sh|pypi\.org|pythonhosted|cdn\.", re.IGNORECASE
)

FIGURES = """
    tables:
      - id: doors
        columns: {width: {type: number, min: 1, max: 9, missing: true}}
        rows: {front: {}}
    figures:
      - {table: doors, row: front, column: width, value: 3}
    nodes:
      - {id: start, title: Start, end: person}
"""


@pytest.fixture
def make_site(run, tmp_path, monkeypatch):
    """Make a site in `site/` with the command; give what the command said."""
    pins = tmp_path / "pins.txt"
    pins.write_text(site_runtime.make(tmp_path / "fetched"))
    monkeypatch.setattr(runtime, "PINS", pins)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "node").write_text(site_runtime.NODE)
    (programs / "node").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return lambda *words, **more: run("site", "-o", "site", "--runtime", "fetched", *words, **more)


def names():
    """Give the files of the site; eight signs stand for what is in a folder."""
    paths = [path.relative_to("site").as_posix() for path in Path("site").rglob("*")]
    return sorted(re.sub("-[0-9a-f]{8}/", "-*/", path) for path in paths if "." in path)


def packed_base():
    """Give the base that Python finds in the page."""
    (path,) = Path("site").glob("app-*/app.zip")
    with zipfile.ZipFile(path) as archive:
        return pickle.loads(archive.read("base.pickle"))


class WithoutParser(pickle.Unpickler):
    """Read what was kept where, as in a page, the parser in C is not there."""

    def find_class(self, module, name):
        if module.startswith("yaml"):
            raise ModuleNotFoundError(module)
        return super().find_class(module, name)


def test_the_base_of_a_page_is_read_without_a_parser_and_knows_its_places(small):
    kept = WithoutParser(io.BytesIO(in_page.written(small))).load()
    assert list(kept.questions) == list(small.questions)
    for name, question in small.questions.items():
        assert kept.questions[name].origin.at("ask") == question.origin.at("ask")


def test_a_site_is_a_page_what_it_loads_and_how_to_host_it(make_site):
    assert make_site().returncode == 0
    assert names() == [
        "HOSTING.md",
        "app-*/app.zip",
        "app-*/boot.js",
        "app-*/shell.js",
        "app-*/site.css",
        "app-*/site.js",
        "app-*/worker.js",
        "index.html",
        "runtime-*/graphviz.js",
        "runtime-*/library.zip",
        "runtime-*/pyodide.asm.js",
        "runtime-*/pyodide.asm.wasm",
        "runtime-*/pyodide.js",
        "sw.js",
    ]


def test_the_start_page_and_the_first_question_can_be_read_before_anything_runs(make_site, small):
    make_site()
    start = Path("site/index.html").read_text()
    assert small.head.title in start
    assert '<a class="button" href="./next">Start</a>' in start
    question = Visitor(small).get("/next")
    (settings,) = Path("site").glob("app-*/site.js")
    assert small.questions[question.path.removeprefix("/question/")].ask in settings.read_text()


def test_no_page_that_is_there_before_the_rules_names_a_day(make_site):
    make_site()
    (settings,) = Path("site").glob("app-*/site.js")
    for text in (Path("site/index.html").read_text(), settings.read_text()):
        assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)


def test_a_page_may_ask_its_own_server_alone_and_send_no_form(make_site):
    make_site()
    policy = site_folder.POLICY
    assert policy.startswith("default-src 'none'; ")
    assert "form-action 'none'" in policy
    assert f'content="{policy}"' in Path("site/index.html").read_text()
    assert f"`{policy}; frame-ancestors 'none'`" in Path("site/HOSTING.md").read_text()


def test_python_in_the_page_has_what_pages_need_and_no_room_for_other_people(make_site):
    make_site()
    (path,) = Path("site").glob("app-*/app.zip")
    with zipfile.ZipFile(path) as archive:
        packed = set(archive.namelist())
    assert {
        "engine/web/respond.py",
        "engine/web/templates/frame.html",
        "experta/engine.py",
    } <= packed
    assert {"msgspec/_core.so", "tzdata/zoneinfo/America/New_York"} <= packed
    rooms = {name.split("/")[1] for name in packed if name.startswith("engine/")}
    assert not rooms & {"commands", "cohort", "authoring"}
    assert not [name for name in packed if "flask" in name or "/server." in name]


def test_the_base_in_it_is_the_one_that_is_named(make_site, small, kb):
    make_site()
    assert packed_base().head.title == small.head.title


@pytest.mark.parametrize(("words", "count"), [([], 0), (["--with-figures"], 1)])
def test_figures_that_may_not_be_republished_are_in_it_where_asked_for_alone(
    make_site, tmp_path, words, count
):
    own = folder(FIGURES, tmp_path)
    make_site(*words, MATCHPATH_KNOWLEDGE=str(own))
    assert len(packed_base().figures) == count


def test_a_package_that_is_not_the_pinned_one_is_refused_and_nothing_is_made(make_site):
    Path("fetched/pyodide-1.0.tgz").write_bytes(b"another")
    Path("fetched/msgspec-1.0.whl").unlink()
    done = make_site()
    hint = "Have it fetched anew: make site. Or name the folder it is in: --runtime FOLDER."
    assert (done.returncode, done.stderr) == (
        2,
        f"fetched/msgspec-1.0.whl:1:1 no-such-file: msgspec 1.0 is not there. {hint}\n"
        "fetched/pyodide-1.0.tgz:1:1 wrong-hash: this is not the pyodide 1.0 that is pinned: "
        f"its hash differs. {hint}\n",
    )
    assert not Path("site").exists()


def test_without_node_it_says_what_to_install(make_site, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = make_site()
    assert (done.returncode, done.stderr) == (
        2,
        "node:1:1 no-such-program: this program is not there. "
        "Install Node.js, which brings npm along.\n",
    )


def test_a_page_that_does_not_come_at_the_trial_in_node_stops_it(make_site, tmp_path):
    (tmp_path / "programs" / "node").write_text("#!/bin/sh\necho 'Error: no page' >&2; exit 1\n")
    done = make_site()
    assert (done.returncode, done.stderr) == (2, "node:1:1 failed: it failed: Error: no page.\n")
    assert not Path("site").exists()


def test_what_stands_there_already_is_not_overwritten(make_site):
    make_site()
    done = make_site()
    assert (done.returncode, done.stderr) == (
        2,
        "site: this exists already. Name a new folder; nothing is overwritten.\n",
    )


def test_files_of_a_name_never_change(make_site, small):
    made = runtime.unpacked(Path("fetched"))
    one, other = (
        site_folder.files(small, Visitor(small).today, made, archive, b"library")
        for archive in (b"archive", b"another archive")
    )
    for name in one.keys() & other.keys() - {"index.html", "HOSTING.md"}:
        assert one[name] == other[name], name
    assert {name.split("/")[0] for name in one} != {name.split("/")[0] for name in other}


def test_every_pin_names_a_version_and_a_whole_hash():
    packages = runtime.packages()
    assert [package.name for package in packages] == [
        "pyodide",
        "@hpcc-js/wasm-graphviz",
        "msgspec",
    ]
    for package in packages:
        assert package.version in package.file
        assert re.fullmatch(r"[A-Za-z0-9+/]{86}==", package.sha512)


def test_no_file_of_the_project_says_where_packages_come_from(make_site):
    listed = subprocess.run(
        ["git", "ls-files", "engine", "tests", "Makefile", "pyproject.toml", "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("there is no git to list the files")
    make_site()
    paths = [
        ROOT / name for name in listed.stdout.splitlines() if not name.endswith("test_site.py")
    ]
    paths += [path for path in Path("site").rglob("*.*") if "runtime-" not in str(path)]
    named = [
        path for path in paths if ELSEWHERE.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert named == []


def test_the_files_are_packed_alike_whenever_they_are_packed():
    from engine.web.site import archive

    files = {"b.py": b"1", "a.py": b"2"}
    assert archive.zipped(files) == archive.zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(archive.zipped(files))) as packed:
        assert packed.namelist() == ["a.py", "b.py"]
