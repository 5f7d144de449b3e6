"""Draw the first screen of the README, light and dark: how a path begins, and three terminals.

`make gallery` runs it: python tests/gallery.py FOLDER
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme
from rich.text import Text
from terminal import shown
from worlds import outcome_of_case, shipped_case

import diagrams
from engine.consultation.deidentified import without_private

CASE = "c-dermatology-228"
DAY = "--today 2026-11-22"
COMMANDS = {
    "terminal-plan": "plan me.yaml",
    "terminal-why": "explain me.yaml category",
    "terminal-fields": "consult --case me.yaml",
}
COLUMNS = 80
LIGHT = TerminalTheme((255, 255, 255), (27, 39, 51), [(0, 0, 0)] * 8)
THEMES = {"": LIGHT, "-dark": SVG_EXPORT_THEME}
BEGINS = ("triage", "stabilize", "rebuild")  # the phases up to what is next
# As Rich's own, but that asks an address for its font.
TERMINAL = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" role="img" \
xmlns="http://www.w3.org/2000/svg"><style>.{unique_id}-matrix {{ font-family: monospace; \
font-size: {char_height}px; line-height: {line_height}px; }} \
rect[stroke] {{ stroke: #7c8995; }} {styles}</style><defs>\
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" \
height="{terminal_height}"/></clipPath>{lines}</defs>{chrome}<g transform="translate({terminal_x}, \
{terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}\
<g class="{unique_id}-matrix">{matrix}</g></g></svg>
"""


def texts() -> dict[str, str]:
    """Give what each command shows in a terminal, with its signs for bold and dim."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(shipped_case(CASE), folder / "me.yaml")
        plan = _run(folder, COMMANDS["terminal-plan"])
        why = _run(folder, COMMANDS["terminal-why"])
        _forget_the_specialty(folder / "me.yaml")
        fields = _run(folder, COMMANDS["terminal-fields"], "quit")
    # Of the consultation, the question alone: what comes before it stands in the README.
    fields = fields[fields.index("\x1b[2mWhere you stand") : fields.index("> quit")]
    return {"terminal-plan": plan, "terminal-why": why, "terminal-fields": fields}


def _run(folder: Path, command: str, *typed: str) -> str:
    said = shown(folder, f"{command} {DAY}", list(typed), NO_COLOR="")
    return said.rpartition("\x1b[K")[2]  # a sign of life is wiped out again


def _forget_the_specialty(case: Path) -> None:
    lines = case.read_text().splitlines(keepends=True)
    case.write_text("".join(line for line in lines if not line.startswith("  specialty:")))


def drawn(name: str, text: str, ending: str) -> str:
    """Draw a text as a terminal shows it, below the command that was typed."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ matchpath {COMMANDS[name]}\n{text.strip()}\n"))
    return console.export_svg(title="", theme=THEMES[ending], code_format=TERMINAL, unique_id=name)


def begun(ending: str) -> bytes:
    """Draw how the path of the case begins: the ruler, and the cards up to what is next."""
    outcome = without_private(outcome_of_case(shipped_case(CASE)))
    drawing = diagrams.draw_path(outcome, ending.lstrip("-") or "light", BEGINS)
    return diagrams.render(drawing, "svg")


def main() -> None:
    """Write every picture, light and dark, into a folder."""
    folder = Path(sys.argv[1])
    said = texts()
    for ending in THEMES:
        (folder / f"path-begins{ending}.svg").write_bytes(begun(ending))
        for name, text in said.items():
            (folder / f"{name}{ending}.svg").write_text(drawn(name, text, ending))


if __name__ == "__main__":
    main()
