"""`matchpath cohort` names every cell that is no answer, writes the good rows, and tells no name."""

import shutil
import stat
import subprocess
import sys

import polars as pl
import pytest
from worlds import SMALL

CLASS = """\
id,place,country,days,proofs
Ada,at-home,ruritania,30,copy|card
Bo,home,Ruritania,3O,none
Cy,abroad,graustark,12,none|copy

Di,,,,
"""
TODAY = ("--today", "2026-11-22")


def test_a_bad_cell_is_named_by_line_and_column_with_the_nearest_answer(run, tmp_path):
    (tmp_path / "class.csv").write_text(CLASS)
    done = run("cohort", "class.csv", "-o", "outcomes.csv", *TODAY)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Written: outcomes.csv",
        'class.csv:3:2 bad-answer: "place" can\'t be "home". Did you mean "at-home"?',
        'class.csv:3:4 bad-answer: "days" can\'t be "3O". Give a whole number from 0 to 90.',
        'class.csv:4:5 bad-answer: "proofs" can\'t be "none" and "copy" at once. '
        'Keep "none", or the others.',
        "3 cells can't be read as answers; 2 rows left out.",
    ]


def test_good_rows_are_written_with_what_comes_out_and_what_is_waited_for(run, tmp_path):
    (tmp_path / "class.csv").write_text(CLASS)
    run("cohort", "class.csv", "-o", "outcomes.csv", *TODAY)
    outcomes = pl.read_csv(tmp_path / "outcomes.csv", infer_schema=False)
    chosen = ["id", "pending", "conclusion:slack", "conclusion:hurry", "node:here"]
    assert outcomes.select(chosen).rows() == [
        ("Ada", "police", "10", "calm", "certain"),
        ("Di", "place", None, None, "certain"),
    ]


def test_all_bad_cells_go_to_a_file_and_the_screen_shows_some_with_a_count(run, tmp_path):
    rows = "".join(f"{number},nowhere{number}\n" for number in range(60))
    (tmp_path / "class.csv").write_text("id,place\n" + rows)
    done = run("cohort", "class.csv", "--bad-cells", "bad.csv", *TODAY)
    lines = done.stderr.splitlines()
    assert len(lines) == 53
    assert lines[-2] == "… and 10 more. All of them: --bad-cells FILE"
    bad = pl.read_csv(tmp_path / "bad.csv")
    assert bad.columns == ["line", "column", "cell", "problem", "what to do"]
    assert bad["line"].to_list() == list(range(2, 62))


def test_a_line_is_counted_as_an_editor_counts_it(run, tmp_path):
    (tmp_path / "class.csv").write_text('id,place\n"Ada\nLovelace",abroad\nBo,"a\nb"\nCy,x\n')
    done = run("cohort", "class.csv", *TODAY)
    assert [line.partition(" ")[0] for line in done.stderr.splitlines()[:2]] == [
        "class.csv:4:2",
        "class.csv:6:2",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,plaze\n", 'class.csv:1:2 unknown-column: there is no question "plaze". Did you mean "place"?'),
        ("place,place\n", 'class.csv:1:2 duplicate-column: there are two columns "place". Take one out.'),
        ("hurry\n", 'class.csv:1:1 unknown-column: "hurry" is worked out, not answered. Take the column out.'),
        ("place,\n", "class.csv:1:2 unknown-column: column 2 has no name. Name it, or take it out."),
        ("", "class.csv:1:1 unreadable: this table is empty. Write a line with names first."),
        ("place\nabroad\nabroad,2\n", "class.csv:3:1 unreadable: this line has more cells than there are columns. Quote a cell that holds a comma."),
        ("place\n\udcff\n", "class.csv:1:1 unreadable: this is not UTF-8 text. Save it as CSV UTF-8, and try again."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_in_a_sentence_and_nothing_is_written(run, tmp_path, text, said):
    (tmp_path / "class.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("cohort", "class.csv", "-o", "outcomes.csv", *TODAY)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said + "\n")
    assert [path.name for path in tmp_path.iterdir()] == ["class.csv"]


def test_a_parquet_is_read_and_written_with_lists_numbers_and_truths(run, tmp_path):
    columns = {
        "place": ["at-home", None],
        "days": [30.0, 12.5],
        "proofs": [["copy", "card"], []],
    }
    pl.DataFrame(columns).write_parquet(tmp_path / "class.parquet")
    done = run("cohort", "class.parquet", "-o", "outcomes.parquet", *TODAY)
    assert done.stderr.splitlines()[1:] == [
        'class.parquet:2:2 bad-answer: "days" can\'t be "12.5". Give a whole number from 0 to 90.',
        "1 cell can't be read as answers; 1 row left out.",
    ]
    outcomes = pl.read_parquet(tmp_path / "outcomes.parquet")
    assert outcomes.select("id", "pending").rows() == [("1", "police")]


def test_outcomes_are_for_their_owner_alone_and_never_replace_what_they_come_from(run, tmp_path):
    (tmp_path / "class.csv").write_text("place\nabroad\n")
    run("cohort", "class.csv", "-o", "outcomes.parquet", *TODAY)
    assert stat.S_IMODE((tmp_path / "outcomes.parquet").stat().st_mode) == 0o600
    for option in ("-o", "--bad-cells"):
        done = run("cohort", "class.csv", option, "class.csv", *TODAY)
        assert (done.returncode, done.stdout) == (2, "")
        assert (tmp_path / "class.csv").read_text() == "place\nabroad\n"


@pytest.mark.parametrize("name", ["outcomes.parquet", "outcomes.csv"])
def test_a_full_disk_is_told_and_leaves_the_old_file(run, tmp_path, environment, name):
    run("cohort", "--synthetic", "2000", "-o", "class.csv")
    (tmp_path / name).write_text("old")
    line = f"ulimit -f 2; exec '{sys.executable}' -m cli cohort class.csv -o {name}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, env=environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"{name}:1:1 unwritable: can't be written (File too large). "
        "Nothing was changed. Name another place, or make room.\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.csv", name]
    assert (tmp_path / name).read_text() == "old"


def test_the_summary_holds_no_name_and_counts_out_no_small_group(run, tmp_path):
    heading = "id,place,country,days,trip,nerves,proofs,police,found,way\n"
    complete = "Ada,at-home,ruritania,30,this-year,calm,copy,yes,not_yet,later\n"
    tight, late = "Bo,abroad,ruritania,22,,,,yes,,\n", "Cy,abroad,sylvania,22,,,,no,,\n"
    text = heading + 9 * complete + 2 * tight + 7 * late
    (tmp_path / "class.csv").write_text(text)
    done = run("cohort", "class.csv", *TODAY)
    assert done.returncode == 0
    assert done.stdout == SUMMARY


SUMMARY = """\
18 people.

The table answers 9 of 9 questions. This sorts them for a first look. It is no
plan for anyone: each needs a consultation of their own.

Waits for          people
nothing: complete       9
Nerves (nerves)         9

Hurry                   people
no hurry                9
tight, a day counts     fewer than 5
too late for a new one  5 or more

Comes to              for  depending
                  certain
First: report it       18  none
At the counter         18  none

Most frequent                                               for      depending
                                                            certain
Apply for a new one. It takes [Days that a new one takes]   11       none
days in [Country].
Have the passport blocked, by telephone.                    9        none
Put the papers that you still have in one envelope.         9        none
Ask at the desk for lost things every day.                  9        none
Have it unblocked before you leave.                         none     9
Hand the torn one in.                                       none     9
Get the report on paper.                                    7        none
Set out and hope.                                           7        none
"""


FIRST = """
first:
  - {id: take-a-breath, when: {nerves: shaken}, say: "Sit down.", source: ours}
  - {id: calm-now, when: {nerves: calm}, say: "You are calm.", source: ours}
  - {id: all-others, otherwise: true, say: "One step.", source: ours}
"""


def test_the_summary_counts_what_comes_first_by_its_id_in_words(run, tmp_path):
    shutil.copytree(SMALL, tmp_path / "base")
    (tmp_path / "base" / "first.yaml").write_text(FIRST)
    rows = 9 * "shaken\n" + 6 * "calm\n" + 2 * "declined\n"
    (tmp_path / "class.csv").write_text("nerves\n" + rows)
    done = run("--knowledge", "base", "cohort", "class.csv", *TODAY)
    assert done.stdout.partition("Comes first")[2].partition("\n\n")[0].splitlines() == [
        "    people",
        "Take a breath  9",
        "Calm now       5 or more",
        "All others     fewer than 5",
    ]


def test_questions_that_as_many_wait_for_are_counted_in_the_order_of_the_base(run, tmp_path):
    waiting = ("Ada,abroad,,,\n", "Bo,abroad,ruritania,22,yes\n", "Cy,,,,\n")
    rows = "".join(9 * row for row in waiting)
    (tmp_path / "class.csv").write_text("id,place,country,days,police\n" + rows)
    done = run("cohort", "class.csv", *TODAY)
    assert done.stdout.partition("Waits for")[2].partition("\n\n")[0].splitlines() == [
        "               people",
        "Where you are (place)        9",
        "Nerves (nerves)              9",
        "Police report (police)       9",
    ]


def test_made_up_applicants_are_the_same_for_a_seed_and_can_be_worked_out(run, tmp_path):
    for name, seed in (("one.csv", "1"), ("same.csv", "1"), ("other.csv", "2")):
        assert run("cohort", "--synthetic", "20", "--seed", seed, "-o", name).returncode == 0
    one, same, other = ((tmp_path / f"{n}.csv").read_text() for n in ("one", "same", "other"))
    assert one == same != other
    drawn = run("--knowledge", SMALL, "cohort", "--synthetic", "1", "-o", "a class.csv")
    assert drawn.stderr == (
        "Written: a class.csv\n"
        f"Next: matchpath --knowledge {SMALL} cohort 'a class.csv' -o outcomes.parquet\n"
    )
    done = run("cohort", "one.csv", *TODAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("20 people.\n")


def test_without_the_extra_a_sentence_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    done = run("cohort", "class.csv")
    assert (done.returncode, done.stderr) == (
        2,
        "Many at once takes Polars, which is not installed: pip install matchpath[cohort]\n",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("class.xlsx", 'class.xlsx: the ending ".xlsx" is no format of a table. Known here: .csv, .parquet.'),
        ("", "Name a table of people, or make some up: --synthetic N -o FILE"),
        ("--synthetic 3", "Name a file for them: --synthetic 3 -o drawn.csv"),
        ("--synthetic 3 -o drawn.csv --bad-cells bad.csv", "--synthetic and --bad-cells don't go together. Make people up first, then work out their table."),
        ("--synthetic 3 -o drawn.csv --today 2026-11-22", "--synthetic and --today don't go together. Make people up first, then work out their table."),
        ("class.csv --seed 1", "A table and --seed don't go together. --seed is for people made up: --synthetic N -o FILE"),
        ("none.csv", "none.csv:1:1 no-such-file: there is no file of this name."),
    ],
)  # fmt: skip
def test_a_line_that_names_no_table_or_what_does_not_go_with_it_is_told_what_to_name(
    run, words, said
):
    done = run("cohort", *words.split())
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said + "\n")
