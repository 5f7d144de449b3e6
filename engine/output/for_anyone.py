"""Turn texts and conditions into what they say to whoever reads them, whatever the answers are."""

from collections.abc import Iterator

from engine.language.base import KnowledgeBase
from engine.language.condition import Condition, Options, Parts
from engine.language.expression import filled_facts, filled_times
from engine.output.wording import test_text

_ALWAYS = "always"


def text_for_anyone(kb: KnowledgeBase, text: str) -> str:
    """Show a text that names facts or dates in braces with what they are called: they differ."""
    text = filled_times(text, lambda kind, name: f"[{_time(kb, kind, name)}]")
    return filled_facts(text, lambda name: _fact(kb, name))


def condition_text(kb: KnowledgeBase, condition: Condition) -> str:
    """Say what a condition asks: `Letters not “Strong”; Step 2 CK at most 230`; else `always`."""
    return "; ".join(_part_texts(kb, condition.parts)) or _ALWAYS


def _part_texts(kb: KnowledgeBase, parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Options):
            options = [" and ".join(_part_texts(kb, option)) for option in part.options]
            yield f"either {', or '.join(options)}"
        else:
            name, test = part
            yield f"{kb.facts[name].label} {test_text(kb, name, test)}"


def _fact(kb: KnowledgeBase, name: str) -> str:
    return f"[{kb.facts[name].label}]" if name in kb.facts else f"{{{name}}}"


def _time(kb: KnowledgeBase, kind: str, name: str) -> str:
    return kind if kind == "year" else f"{kind}: {kb.milestones[name].label}"
