"""Nothing needs what only POSIX has: a process without it reads, plans, draws and keeps a case.

It stands in for a Windows, which none of the machines that run these tests is.
"""

import subprocess
import sys

from worlds import ROOT, small_case

WITHOUT = """
import importlib, os, pkgutil, signal, sys
import filelock, shutil, subprocess, tempfile  # these know both systems, and look once

filelock.FileLock = filelock.SoftFileLock  # the lock that needs no system of its own
for module in ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[module] = None
for name in ("fork", "getuid", "geteuid", "getgid", "getpgid", "mkfifo", "setsid", "killpg",
             "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"):
    delattr(os, name)
for name in ("SIGHUP", "SIGALRM", "SIGUSR1", "SIGPIPE", "SIGTSTP", "SIGWINCH"):
    delattr(signal, name)

def set_blocking(number, blocking):
    raise OSError(22, "a Windows knows it of pipes alone")

os.set_blocking = set_blocking

import cli, diagrams, engine
for package in (engine, diagrams):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name not in LEFT:
            importlib.import_module(found.name)
cli.main(sys.argv[1:])
"""
# Modules of an extra, which may not be installed.
LEFT = 'LEFT = ("engine.cohort.elsewhere", "engine.cohort.ibis_dialect")\n'


def test_a_plan_is_made_a_path_drawn_and_a_case_kept(tmp_path, environment):
    case = small_case("late-abroad")
    for words in (
        ("plan", case, "-o", "plan.html"),
        ("tree", case, "-o", "path.svg"),
        ("consult", "--case", "me.yaml", "--answers", case, "--no-input"),
        ("done", "me.yaml", "ask-every-day", "--no-input"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", LEFT + WITHOUT, "--debug", *map(str, words)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(PYTHONPATH=str(ROOT)),
        )
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert "<title>Your plan" in (tmp_path / "plan.html").read_text()
    assert (tmp_path / "path.svg").read_text().startswith("<?xml")
    assert "done:" in (tmp_path / "me.yaml").read_text()
