"""The theorem, tried on bases that are drawn: what passes `kb check` answers every command.

The person of a case may have answered all that is asked, anything, or nothing. Whatever it is, no
command raises, none takes long, and what is saved is read as it was.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import drawn_base
import draws
import worlds
from answered import answered
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.explanation.how import came_out
from engine.language.base import KnowledgeBase
from engine.language.loader import load
from engine.language.words import NOT_YET, Value
from engine.output import formats

TODAY = date(2026, 11, 30)
BASES = 400 if worlds.LONG else 15
Line = list[object]


@worlds.PATIENT
@settings(
    max_examples=BASES,
    # A base takes seconds, so one that fails is shown as it was drawn, and none is kept.
    phases=(Phase.explicit, Phase.generate),
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(files=drawn_base.bases(), data=st.data())
def test_what_passes_the_checks_answers_every_command_on_every_case(files, data, tmp_path: Path):
    folder = Path(tempfile.mkdtemp(dir=tmp_path)) / "base"
    drawn_base.write(files, folder)
    assume(answered(["kb", "check"], folder).code == 0)
    kb = load(folder)
    (folder / "cases").mkdir()
    drawn = _drawn_answers(kb, data)
    for name, answers in (("all", draws.complete(kb, data, drawn, TODAY)), ("some", drawn)):
        _hold_for_case(folder / "cases" / f"{name}.yaml", answers, kb, data)
    for words in _on_base(folder, kb, data):
        assert answered(words, folder, read={folder: kb}).code == 0, words


def _drawn_answers(kb: KnowledgeBase, data: st.DataObject) -> dict[str, Value]:
    """Draw answers to some of the questions, asked on the way or not, as a file may hold them."""
    answers = {}
    for question in kb.questions.values():
        value = draws.values(kb, question)
        if question.is_chance:
            value = st.one_of(value, st.just(NOT_YET))
        if data.draw(st.booleans(), label=f"is {question.id} answered"):
            answers[question.id] = data.draw(value, label=question.id)
    return answers


def _hold_for_case(
    case: Path, answers: dict[str, Value], kb: KnowledgeBase, data: st.DataObject
) -> None:
    """Save a case as a consultation does; hold what is read of it, and every command on it."""
    folder, outcome = case.parents[1], consult(kb, answers, TODAY)
    case.write_text(casefile.to_yaml({}), encoding="utf-8")
    consulted = ["consult", "--no-input", "--case", case, *_today(), *_settings(answers)]
    whether_all = 0 if outcome.pending is None else 2
    assert answered(consulted, folder, read={folder: kb}).code == whether_all, consulted
    assert casefile.load(case, kb).answers == answers
    written = case.with_name(f"{case.stem}-written.yaml")
    written.write_text(casefile.to_yaml(answers), encoding="utf-8")
    assert casefile.load(written, kb).answers == answers
    for words in _on_case(case, outcome, data):
        line = [*words, *_today()]
        assert answered(line, folder, read={folder: kb}).code == 0, line


def _today() -> Line:
    return ["--today", TODAY]


def _settings(answers: dict[str, Value]) -> Line:
    """Write answers as options of a command line."""
    line: Line = []
    for name, value in answers.items():
        written = ",".join(sorted(value)) if isinstance(value, frozenset) else value
        line += ["--set", f"{name}={written}"]
    return line


def _on_case(case: Path, outcome: Outcome, data: st.DataObject) -> Iterator[Line]:
    """Give the lines that must end well on any case, on names and an answer that are drawn."""
    kb = outcome.kb
    for kind in formats.PLAN:
        yield ["plan", case, "--format", kind.name]
    yield ["plan", case, "--deidentified"]
    for kind in ("text", "dot"):
        yield ["tree", case, "--format", kind, "--deidentified"]
    yield ["tree", case, "--format", "dot", "--whole", "--phase", kb.phases[0].phase]
    question = data.draw(st.sampled_from([*kb.questions.values()]), label="compared")
    value = data.draw(draws.values(kb, question), label="another answer")
    for as_what in ("text", "json"):
        for words in _explained(case, outcome, data):
            yield [*words, "--format", as_what]
        yield ["levers", case, "--format", as_what]
        yield ["compare", case, *_settings({question.id: value}), "--format", as_what]
        yield ["compare", case, "--each", question.id, "--format", as_what]


def _explained(case: Path, outcome: Outcome, data: st.DataObject) -> Iterator[Line]:
    """Give the lines that explain a case: in short, all that came out, and what did not."""
    kb = outcome.kb
    yield ["explain", case]
    kinds = ("answer", "conclusion", "node", "action")
    there = {name for kind in kinds for name in came_out(outcome, kind)}
    yield ["explain", case, *sorted(there)]
    absent = sorted({*kb.nodes, *kb.actions} - there)
    if absent:
        yield ["explain", case, "--why-not", data.draw(st.sampled_from(absent), label="why not")]


def _on_base(folder: Path, kb: KnowledgeBase, data: st.DataObject) -> Iterator[Line]:
    """Give an advisor's lines that must end well on any base."""
    for words in (["test"], ["coverage"], ["show"], ["diff", folder, folder]):
        yield ["kb", *words]
    yield ["kb", "check", "--format", "json"]
    names = [*kb.facts, *kb.nodes, *kb.actions, *kb.tables, *kb.sources]
    yield ["kb", "show", data.draw(st.sampled_from(names), label="shown")]
    for words in ([], ["--phase", kb.phases[0].phase]):
        yield ["kb", "graph", "--format", "dot", *words]
