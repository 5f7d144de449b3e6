"""Answers that can't be: one clear message each, with its place and what to do, and exit code 2."""

import pytest

BAD = {
    "step2_ck: 301": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be 301. Give a whole number from 1 to 300.',
    "step2_ck: 0": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be 0. Give a whole number from 1 to 300.',
    "step2_ck: abc": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be "abc". Give a whole number from 1 to 300.',
    "step2_ck: 228.5": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be "228.5". Give a whole number from 1 to 300.',
    "step2_ck: [228]": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be a list. Give a whole number from 1 to 300.',
    "step2_ck:": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be nothing. Give a whole number from 1 to 300.',
    "step2_ck: true": 'case.yaml:2:3 bad-answer: "step2_ck" can\'t be "true". Give a whole number from 1 to 300.',
    "step2_kc: 228": 'case.yaml:2:3 unknown-question: there is no question "step2_kc". Did you mean "step2_ck"?',
    "gap: 12": 'case.yaml:2:3 unknown-question: "gap" is worked out, not answered. Take it out.',
    "specialty: dermatolgy": (
        'case.yaml:2:3 bad-answer: "specialty" can\'t be "dermatolgy". Did you mean "dermatology"?'
    ),
    "matched: unknown": (
        'case.yaml:2:3 bad-answer: "matched" can\'t be "unknown". Known here: advanced, no, not_yet, preliminary, yes.'
    ),
    "red_flags: [none, leave]": (
        'case.yaml:2:3 bad-answer: "red_flags" can\'t be "none" and "leave" at once. Keep "none", or the others.'
    ),
    "red_flags: [levae]": 'case.yaml:2:3 bad-answer: "red_flags" can\'t be "levae". Did you mean "leave"?',
}


@pytest.mark.parametrize(("line", "message"), BAD.items())
def test_an_answer_that_cannot_be_is_named(run, tmp_path, line, message):
    (tmp_path / "case.yaml").write_text(f"answers:\n  {line}\n")
    done = run("plan", "case.yaml")
    assert (done.stdout, done.stderr, done.returncode) == ("", message + "\n", 2)


FILES = {
    "answers:\n  stage: [rotations\n": "case.yaml:3:1 syntax: this is not YAML: did not find expected ',' or ']'. "
    "Look at this line and the one above: a quote, a bracket, a colon or the indentation.",
    "answers:\n\tstage: rotations\n": "case.yaml:2:1 syntax: this is not YAML: found character that cannot start any token. "
    "The line holds a tab: indent with spaces.",
    "answers: 3\n": 'case.yaml:1:1 wrong-type: "answers" is a mapping. Write question: answer.',
    "answer: {}\n": 'case.yaml:1:1 unknown-key: a case has no key "answer". Did you mean "answers"?',
    "": "case.yaml:1:1 empty: the file is empty.",
    "- stage\n": "case.yaml:1:1 wrong-type: a case is a mapping. Start with answers:",
    "answers: {stage: ranked, stage: applied}\n": 'case.yaml:1:26 duplicate-key: "stage" stands here twice. Keep one of the two.',
    "expect: {categry: C}\n": 'case.yaml:1:10 unknown-conclusion: a case can\'t expect "categry". Did you mean "category"?',
    "expect: {category: D}\n": 'case.yaml:1:10 unknown-name: "category" can\'t be "D". Known here: A, B, C, failed, in-range, unknown.',
    "answers: !!python/object:os.system {}\n": 'case.yaml:1:10 tag: the tag "tag:yaml.org,2002:python/object:os.system" is not allowed. Take it out.',
    "answers: &a {stage: *a}\n": 'case.yaml:1:21 alias: "*a" is an alias. Write the text out instead.',
}


@pytest.mark.parametrize(("text", "message"), FILES.items())
def test_a_case_file_that_cannot_be_is_named(run, tmp_path, text, message):
    (tmp_path / "case.yaml").write_text(text)
    done = run("plan", "case.yaml")
    assert (done.stdout, done.stderr, done.returncode) == ("", message + "\n", 2)


def test_a_file_that_is_not_there_is_named_with_its_neighbour(run, tmp_path):
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
    (tmp_path / "case.yaml").write_text(
        "answers:\n  stage: nowhere\n  step2_ck: 999\n  colour: blue\n"
    )
    lines = run("plan", "case.yaml").stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "case.yaml:2:3",
        "case.yaml:3:3",
        "case.yaml:4:3",
    ]
