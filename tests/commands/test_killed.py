"""A consultation that is killed, or has no disk to write on, keeps what was answered."""

import subprocess
import sys
from pathlib import Path

from worlds import LONG, small_case

KILLED = Path(__file__).with_name("killed.py")
KILLS = 200 if LONG else 20


def test_consultations_killed_at_any_moment_leave_whole_cases(tmp_path, environment):
    done = subprocess.run(
        [sys.executable, KILLED, tmp_path, str(KILLS)],
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert (done.returncode, done.stderr) == (0, "")
    kept = [int(line.split()[-2]) for line in done.stdout.splitlines()]
    assert len(kept) == KILLS
    assert max(kept) > min(kept)


def in_a_full_disk(environment, folder, *words):
    """Run with no room for a single byte in any file: the limit stands for a full disk."""
    command = ["sh", "-c", 'ulimit -f 0; exec "$0" -m cli "$@"', sys.executable, *map(str, words)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
    )


def test_a_full_disk_leaves_the_old_file_untouched(tmp_path, environment):
    (tmp_path / "plan.txt").write_text("the plan of last week\n")
    done = in_a_full_disk(
        environment, tmp_path, "plan", small_case("late-abroad"), "-o", "plan.txt"
    )
    assert done.returncode == 2
    assert done.stderr.startswith("plan.txt:1:1 unwritable: can't be written (")
    assert [one.name for one in tmp_path.iterdir()] == ["plan.txt"]
    assert (tmp_path / "plan.txt").read_text() == "the plan of last week\n"
