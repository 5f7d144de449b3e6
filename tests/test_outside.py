"""Files are written whole or not at all, for their owner alone, and never through a link."""

import stat
import subprocess
import sys

import pytest
from worlds import ROOT

from engine import outside
from engine.errors import CaseError

STOPPED = 9
# The process ends, as if killed, where the named step of writing would begin.
SCRIPT = """
import os, pathlib, sys
from engine import outside

def stop(*_, **__):
    os._exit(int(sys.argv[2]))

{stopped} = stop
outside.write_whole(pathlib.Path(sys.argv[1]), b"new")
"""


@pytest.mark.parametrize(
    "stopped",
    ["os.fsync", "pathlib.Path.replace = pathlib.Path.rename = os.replace = os.rename"],
    ids=["before it is on the disk", "before it is renamed"],
)
def test_a_file_whose_writing_stops_halfway_is_the_old_one(tmp_path, stopped):
    path = tmp_path / "me.yaml"
    path.write_text("old")
    script = SCRIPT.format(stopped=stopped)
    done = subprocess.run([sys.executable, "-c", script, path, str(STOPPED)], cwd=ROOT)
    assert done.returncode == STOPPED
    assert path.read_text() == "old"
    outside.write_whole(path, b"newer")
    assert path.read_text() == "newer"


def test_a_file_is_readable_by_its_owner_alone_and_nothing_else_is_left(tmp_path):
    outside.write_whole(tmp_path / "me.yaml", b"mine")
    assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]
    assert stat.S_IMODE((tmp_path / "me.yaml").stat().st_mode) == 0o600


def test_nothing_is_written_through_a_link_or_over_a_folder(tmp_path):
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(CaseError, match=f"{name}:1:1 unwritable: this is a {name}"):
            outside.write_whole(tmp_path / name, b"new")
    assert (tmp_path / "target").read_text() == "old"


def test_two_do_not_hold_one_case_at_a_time_and_a_dead_one_holds_none(tmp_path):
    path = tmp_path / "me.yaml"
    script = "import pathlib, sys; from engine import outside\n"
    hold = (
        f"{script}with outside.alone(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(CaseError, match="another consultation has it open"),
            outside.alone(path),
        ):
            pass
        holder.kill()
    with outside.alone(path):
        pass
    assert list(tmp_path.iterdir()) == []
