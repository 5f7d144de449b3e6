"""Answers that can't be: one clear message each, with its place and what to do, and exit code 2."""

import pytest

DAYS = "Give a whole number from 0 to 90."
BAD = {
    "days: 91": f'case.yaml:2:3 bad-answer: "days" can\'t be 91. {DAYS}',
    "days: -1": f'case.yaml:2:3 bad-answer: "days" can\'t be -1. {DAYS}',
    "days: abc": f'case.yaml:2:3 bad-answer: "days" can\'t be "abc". {DAYS}',
    "days: 28.5": f'case.yaml:2:3 bad-answer: "days" can\'t be "28.5". {DAYS}',
    "days: [28]": f'case.yaml:2:3 bad-answer: "days" can\'t be a list. {DAYS}',
    "days:": f'case.yaml:2:3 bad-answer: "days" can\'t be nothing. {DAYS}',
    "days: true": f'case.yaml:2:3 bad-answer: "days" can\'t be "true". {DAYS}',
    "dyas: 28": 'case.yaml:2:3 unknown-question: there is no question "dyas". Did you mean "days"?',
    "slack: 12": 'case.yaml:2:3 unknown-question: "slack" is worked out, not answered. Take it out.',
    "country: ruritnia": (
        'case.yaml:2:3 bad-answer: "country" can\'t be "ruritnia". Did you mean "ruritania"?'
    ),
    "found: unknown": (
        'case.yaml:2:3 bad-answer: "found" can\'t be "unknown". Known here: no, not_yet, torn, yes.'
    ),
    "proofs: [none, card]": (
        'case.yaml:2:3 bad-answer: "proofs" can\'t be "none" and "card" at once. Keep "none", or the others.'
    ),
    "proofs: [cadr]": 'case.yaml:2:3 bad-answer: "proofs" can\'t be "cadr". Did you mean "card"?',
}


@pytest.mark.parametrize(("line", "message"), BAD.items())
def test_an_answer_that_cannot_be_is_named(run, tmp_path, line, message):
    (tmp_path / "case.yaml").write_text(f"answers:\n  {line}\n")
    done = run("plan", "case.yaml")
    assert (done.stdout, done.stderr, done.returncode) == ("", message + "\n", 2)


FILES = {
    "answers:\n  place: [abroad\n": "case.yaml:3:1 syntax: this is not YAML: did not find expected ',' or ']'. "
    "Look at this line and the one above: a quote, a bracket, a colon or the indentation.",
    "answers:\n\tplace: abroad\n": "case.yaml:2:1 syntax: this is not YAML: found character that cannot start any token. "
    "The line holds a tab: indent with spaces.",
    "answers: 3\n": 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    "answers: 0\n": 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    "answers: false\n": 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    'answers: ""\n': 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    "answers: []\n": 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    "done: [block-it]\n": 'case.yaml:1:1 wrong-type: "done" is a mapping. Write action: day.',
    "expect: [late]\n": 'case.yaml:1:1 wrong-type: "expect" is a mapping. Write conclusion: value.',
    "with_figures: x\n": 'case.yaml:1:1 wrong-type: "with_figures" is a mapping. Write conclusion: value.',
    "done: {block-it: 20261122}\n": (
        'case.yaml:1:8 wrong-type: "block-it" can\'t have been done on "20261122". '
        "Write 2026-11-22, or 2026-11-22 21:00 for an hour of it."
    ),
    "done: {block-it: soon}\n": (
        'case.yaml:1:8 wrong-type: "block-it" can\'t have been done on "soon". '
        "Write 2026-11-22, or 2026-11-22 21:00 for an hour of it."
    ),
    "expect: {xleft-out: [days]}\n": (
        'case.yaml:1:10 unknown-conclusion: a case can\'t expect "xleft-out". Did you mean "left-out"?'
    ),
    "expect: {notpictured: [days]}\n": (
        'case.yaml:1:10 unknown-conclusion: a case can\'t expect "notpictured". '
        'Did you mean "not-pictured"?'
    ),
    "answer: {}\n": 'case.yaml:1:1 unknown-key: a case has no key "answer". Did you mean "answers"?',
    "": "case.yaml:1:1 empty: the file is empty.",
    "- place\n": "case.yaml:1:1 wrong-type: a case is a mapping. Start with answers:",
    "answers: {place: abroad, place: airport}\n": 'case.yaml:1:26 duplicate-key: "place" stands here twice. Keep one of the two.',
    "expect: {hury: calm}\n": 'case.yaml:1:10 unknown-conclusion: a case can\'t expect "hury". Did you mean "hurry"?',
    "expect: {hurry: cool}\n": 'case.yaml:1:10 unknown-name: "hurry" can\'t be "cool". Known here: calm, late, tight, unknown.',
    "answers: !!python/object:os.system {}\n": 'case.yaml:1:10 tag: the tag "tag:yaml.org,2002:python/object:os.system" is not allowed. Take it out.',
    "answers: &a {place: *a}\n": 'case.yaml:1:21 alias: "*a" is an alias. Write the text out instead.',
}


@pytest.mark.parametrize(("text", "message"), FILES.items())
def test_a_case_file_that_cannot_be_is_named(run, tmp_path, text, message):
    (tmp_path / "case.yaml").write_text(text)
    done = run("plan", "case.yaml")
    assert (done.stdout, done.stderr, done.returncode) == ("", message + "\n", 2)


def test_a_file_that_is_not_there_is_named_with_its_neighbor(run, tmp_path):
    (tmp_path / "case.yaml").write_text("answers: {}\n")
    done = run("tree", "csae.yaml")
    message = (
        'csae.yaml:1:1 no-such-file: there is no file of this name. Did you mean "case.yaml"?\n'
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", message, 2)


def test_a_folder_and_a_binary_file_are_named(run, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    assert (
        run("plan", "folder").stderr
        == "folder:1:1 unreadable: this is a folder, not a file. Name a YAML file.\n"
    )
    assert run("plan", "binary.yaml").stderr == (
        "binary.yaml:1:1 encoding: the file is not UTF-8 text. Save it as UTF-8 and try again.\n"
    )


def test_all_faults_of_a_case_come_in_one_run(run, tmp_path):
    (tmp_path / "case.yaml").write_text("answers:\n  place: nowhere\n  days: 999\n  color: blue\n")
    lines = run("plan", "case.yaml").stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "case.yaml:2:3",
        "case.yaml:3:3",
        "case.yaml:4:3",
    ]
