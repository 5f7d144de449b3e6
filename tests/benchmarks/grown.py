"""Write the shipped base several times over: a base that is so many times its size, and sound."""

import re
import shutil
from pathlib import Path

from engine.language.base import KnowledgeBase
from engine.language.loader import BUILT_IN

_ONCE = ("base", "cycles", "sources")  # files that all copies share
_CITED = "source: matchpath-readings/X.1"


def write_grown(kb: KnowledgeBase, folder: Path, times: int) -> Path:
    """Write copies of the shipped base `kb`, with ids of their own; a first question parts them."""
    folder.mkdir()
    for name in _ONCE:
        shutil.copy(BUILT_IN / f"{name}.yaml", folder)
    for path in BUILT_IN.glob("*.yaml"):
        for number in range(times) if path.stem not in _ONCE else ():
            text = _renamed(path.read_text(), kb, number)
            if path.stem == "first" and number < times - 1:
                text = text[: text.rindex("\n  - id:")] + "\n"  # the last row, for all others
            (folder / f"{path.stem}-{number}.yaml").write_text(text)
    _write_gate(kb, folder, times)
    return folder


def _named(name: str, number: int) -> str:
    return f"{name}-x{number}" if number else name


def _renamed(text: str, kb: KnowledgeBase, number: int) -> str:
    """Give a text with the ids of a copy."""
    ids = {*kb.questions, *kb.conclusions, *kb.tables, *kb.nodes, *kb.actions, *kb.first}
    ids |= {phase.phase for phase in kb.phases}
    longest_first = sorted(map(re.escape, ids), key=len, reverse=True)
    pattern = rf"(?<![\w-])(?<!kind: )({'|'.join(longest_first)})(?![\w-])"
    return re.sub(pattern, lambda found: _named(found[1], number), text)


def _write_gate(kb: KnowledgeBase, folder: Path, times: int) -> None:
    """Write what leads to each copy, and sources of theirs that share the id of something else."""
    taken = {*kb.conclusions, *kb.nodes, *kb.actions}
    lists = ["questions:", "  - id: copy", "    ask: x", "    label: x", "    type: choice"]
    choices = ", ".join(f"c{number}: x" for number in range(times))
    lists += [f"    choices: {{{choices}}}", f"    {_CITED}", "sources:"]
    gate = ["phase: gate", "title: x", _CITED, "nodes:", "  - id: gate", "    title: x"]
    gate += [f"    {_CITED}", "    branches:"]
    for number in range(times):
        when, go = f"when: {{copy: c{number}}}", _named(kb.start.id, number)
        gate.append(f"      - {{{when}, label: copy {number}, go: {go}, because: x, {_CITED}}}")
        for source in kb.sources.values() if number else ():
            if source.id in taken:
                lists.append(
                    f"  - {{id: {_named(source.id, number)}, title: x, publisher: x, "
                    f"status: ours, checked_on: {source.checked_on}, review_by: {source.review_by}}}"
                )
    (folder / "gate.yaml").write_text("\n".join(gate))
    (folder / "copies.yaml").write_text("\n".join(lists))
    phases = [_named(phase.phase, number) for number in range(times) for phase in kb.phases]
    base = (BUILT_IN / "base.yaml").read_text()
    base = re.sub(r"(?m)^phases: .*$", f"phases: [gate, {', '.join(phases)}]", base)
    headline = [_named(name, number) for number in range(times) for name in kb.head.headline]
    base = re.sub(r"(?m)^headline: .*$", f"headline: [{', '.join(headline)}]", base)
    (folder / "base.yaml").write_text(base)
