"""Whatever stands in a base is refused with its place, or comes out whole in every format.

Each try writes words of chance into a base, where ids and texts stand. What loads and passes the
check has to answer every command, and a case that names it has to be read back as it was written.
"""

import json
from string import Template
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from engine.checking import check
from engine.consultation import casefile
from engine.errors import KnowledgeError
from engine.language import loader

FILES = {
    "base.yaml": """
title: $title
version: "1"
opening: $opening
phases: [$phase]
headline: [$conclusion]
caption: [$question]
foot: [$foot]
meeting: {title: $title, figures: [$question], bring: [$foot], ask: [$ask], decided: [$foot]}
milestones:
  - {id: $milestone, label: $label, usually: $label}
""",
    "lists.yaml": """
cycles:
  - {id: $choice, label: $label, dates: [{milestone: $milestone, at: 2026-12-01}], source: $source}
tables:
  - {id: $table, source: $source, rows: {$choice: {$column: 3}, other: {$column: 6}}}
questions:
  - {id: $question, ask: $ask, label: $label, type: choice, choices: {$choice: $words, other: O}, source: $source, weigh: [{choice: $choice, stand: for, say: $say, source: $source}]}
  - {id: $number, ask: $ask, label: $label, type: integer, min: 1, max: 9, source: $source, can_change: [{do: $do, weeks: 2, before: $milestone, source: $source}]}
  - {id: $chance, ask: $ask, label: $label, type: yes-no, future: Later, source: $source, suppose: [{values: [yes], say: $words}]}
conclusions:
  - {id: low, label: $label, type: integer, lookup: {table: $table, key: $question, column: $column}, because: $because, source: $source}
  - {id: gap, label: $label, type: integer, value: $value, source: $source}
  - id: $conclusion
    label: $label
    type: choice
    choices: {$choice: $words, other: O}
    source: $source
    rules:
      - {when: {gap: 1..}, then: $choice, because: $because, source: $source}
      - {otherwise: true, then: other, because: $because, source: $source}
sources:
  - {id: $source, title: $title, publisher: $words, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22, claims: {$claim: $words}}
""",
    "one.yaml": """
phase: $phase
title: $title
aim: $opening
source: $claimed
nodes:
  - id: start
    title: $title
    text: $opening
    source: $source
    branches:
      - {when: {$question: $choice}, label: $branch, go: $node, because: $because, source: $source}
      - {when: {$question: other}, label: "other wise", go: $node, source: $source}
  - id: $node
    title: $title
    source: $source
    branches:
      - {when: {$chance: yes}, label: $branch, go: stop, source: $source}
      - {when: {$chance: no}, label: "other wise", go: stop, source: $source}
  - {id: stop, title: $title, end: good, source: $source}
actions:
  - {id: $action, at: start, do: $do, how: $how, because: $because, strength: must, by: $milestone, when: {$conclusion: $choice}, source: $source}
  - {id: second, at: $node, do: $do, how: $how, because: $because, strength: avoid, source: $claimed}
""",
}
IDS = {
    name: name
    for name in [
        *("phase", "table", "column", "question", "number", "chance", "conclusion"),
        *("source", "node", "action", "milestone"),
    ]
} | {"choice": "red", "claim": "C.1"}
TEXTS = dict.fromkeys(
    [
        *("title", "opening", "ask", "label", "words", "foot"),
        *("say", "do", "how", "because", "branch"),
    ],
    "Some words",
)

trouble = st.sampled_from(
    ["null", "True", "~", "1.5", "2027", "a: b", "x #y", "[z", "- q", "*a", "!t", "%x", "'", " sp "]
    + ["one\\", "end", "any", "not_yet", "engine", "self", "answers", "today", "way", "A", "none"]
    + ["\0", "\x1b[2J", "a\nb", "\u202e", "\uffff", "\u2028", "]]>", "</title></style><script>"]
    + ["{{7*7}}", "{question}", "{", "\\N \\l", '"', "<b>&amp;</b>", "`|*_#", "שלום", "x" * 400]
)
ids = st.one_of(trouble, st.text(max_size=8), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}"))
texts = st.one_of(trouble, st.text(max_size=30), st.text(max_size=5).map(lambda one: one * 100))
replaced = st.one_of(
    st.dictionaries(st.sampled_from(sorted(IDS)), ids, min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(sorted(TEXTS)), texts, min_size=1, max_size=3),
)


def quoted(text):
    """Write a text between quotes, so that YAML reads just that."""
    return '"' + "".join(char if char.isalnum() else f"\\U{ord(char):08x}" for char in text) + '"'


def base(folder, words):
    """Write the base with some of its words replaced."""
    every = {**IDS, **TEXTS, **words}
    slots = {name: quoted(word) for name, word in every.items()}
    slots["value"] = quoted(f"low - {every['number']}")
    slots["claimed"] = quoted(f"{every['source']}/{every['claim']}")
    for name, text in FILES.items():
        (folder / name).write_text(Template(text).substitute(slots))


def problems(folder):
    try:
        return check.check(loader.load(folder))
    except KnowledgeError as error:
        return error.problems


def is_text(written):
    assert all(char in "\n\t" or ord(char) > 31 for char in written.decode())


# What each command writes, and what fails where that is torn.
FORMATS = {
    "plan text": is_text,
    "plan markdown": is_text,
    "plan html": is_text,
    "plan json": json.loads,
    "plan ics": Calendar.from_ical,
    "plan meeting": is_text,
    "tree dot": is_text,
    "tree text": is_text,
    "tree svg": ElementTree.fromstring,
}


def test_the_base_without_words_of_chance_has_no_problem(tmp_path):
    base(tmp_path, {})
    assert [str(problem) for problem in problems(tmp_path)] == []


@given(words=replaced)
def test_what_a_base_says_is_refused_or_comes_out_whole(tmp_path_factory, run, words):
    folder, desk = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("desk")
    base(folder, words)
    found = problems(folder)
    if found:
        assert all(problem.place and problem.message for problem in found)
        return
    every = {**IDS, **TEXTS, **words}
    answers = {every["question"]: every["choice"], every["number"]: 5, every["chance"]: "not_yet"}
    case, out = desk / "me.yaml", desk / "out"
    named = [f"--set={name}={value}" for name, value in answers.items()]
    done = run("--knowledge", folder, "consult", "--no-input", "--case", case, *named)
    assert done.returncode == 0, done.stderr
    assert casefile.load(case, loader.load(folder)).answers == answers
    for form, read in FORMATS.items():
        command, _, kind = form.partition(" ")
        done = run("--knowledge", folder, command, case, "--format", kind, "-o", out)
        assert done.returncode == 0, done.stderr
        read(out.read_bytes())
    for command in ("levers", "explain"):
        assert run("--knowledge", folder, command, case).returncode == 0
