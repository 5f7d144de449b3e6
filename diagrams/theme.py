"""Hold how the picture looks, in light, dark and for print: constants alone."""

from collections.abc import Iterator

import msgspec

# Every pair of text and ground has a contrast of at least 4.5 to 1, every line one of 3 to 1. What
# a thing is shows without color too: by how dark the line is (behind, here, ahead), by dashes (by
# chance), by its sign and a thick border (an end).
FONT = "Helvetica,Arial,sans-serif"

# Signs: an answer, a road not taken, where it leads; what waits; the ends by their tone.
TAKEN, CLOSED, LEADS, WAITS = "●", "○", "↷", "?"
ENDS = {"good": "✓", "open": "↻", "person": "☎"}


class Ink(msgspec.Struct, frozen=True):
    """Hold the colors of one role: its line, its ground, the text on the line.

    A line with a `core` is hollow: that color between two thin lines.
    """

    line: str
    ground: str
    on_line: str
    core: str = ""

    @property
    def fill(self) -> str:
        """Give the color behind the text on the line."""
        return self.core or self.line


class Theme(msgspec.Struct, frozen=True):
    """Hold the colors of a picture.

    `ground` and `text`; `soft` for what is less; `border` of a card; `shade` behind what is beside
    the point; `past`, `here`, `ahead` and `chance` for stations, the ends by their tone.
    """

    ground: str
    text: str
    soft: str
    border: str
    shade: str
    past: Ink
    here: Ink
    ahead: Ink
    chance: Ink
    ends: dict[str, Ink]
    pieces: tuple[str, ...]

    def state(self, name: str) -> Ink:
        """Give the colors of a station that lies behind, is here, or is ahead."""
        return {"past": self.past, "here": self.here, "ahead": self.ahead}[name]


class Sizes(msgspec.Struct, frozen=True):
    """Hold sizes of text and widths, in points.

    `columns` are those of a card: its line, what is decided, the roads, what to do. A box of what
    hangs on chance is `box` wide, one beside it `side`.
    """

    title: int
    head: int
    body: int
    small: int
    columns: tuple[int, int, int, int]
    box: int
    side: int
    pad: int
    gap: float

    @property
    def card(self) -> int:
        """Give the width of a card."""
        return sum(self.columns)


SCREEN = Sizes(22, 13, 11, 10, (26, 226, 316, 388), 380, 244, 3, 0.22)
WHOLE = Sizes(16, 12, 11, 10, (24, 300, 0, 0), 300, 190, 3, 0.2)
PAPER = Sizes(16, 11, 9, 9, (20, 124, 170, 218), 212, 146, 2, 0.1)

THEMES = {
    "light": Theme(
        ground="#ffffff",
        text="#1b2733",
        soft="#56636f",
        border="#7c8995",
        shade="#f1f4f7",
        past=Ink("#67747f", "#ffffff", "#ffffff"),
        here=Ink("#0b3f70", "#e6f0fa", "#ffffff"),
        ahead=Ink("#0b3f70", "#ffffff", "#0b3f70", "#ffffff"),
        chance=Ink("#a8460f", "#fff5dc", "#ffffff"),
        ends={
            "good": Ink("#2a6e2d", "#e8f6e9", "#ffffff"),
            "open": Ink("#44525f", "#eef1f5", "#ffffff"),
            "person": Ink("#7a2e63", "#f9edf5", "#ffffff"),
        },
        pieces=("#e3e7eb", "#b9d2ea", "#cfe0f1", "#e0ecf7", "#e8f6e9"),
    ),
    "dark": Theme(
        ground="#0f1720",
        text="#e6edf3",
        soft="#a9b6c3",
        border="#74838f",
        shade="#18232e",
        past=Ink("#7f8d9b", "#0f1720", "#0b1117"),
        here=Ink("#9ccfff", "#14304a", "#0b1520"),
        ahead=Ink("#9ccfff", "#0f1720", "#9ccfff", "#0f1720"),
        chance=Ink("#f0b35a", "#33270c", "#1d1503"),
        ends={
            "good": Ink("#7ddb85", "#12311a", "#08210d"),
            "open": Ink("#b4c2cf", "#1f2a36", "#101820"),
            "person": Ink("#e5a6d2", "#3a1a30", "#240d1c"),
        },
        pieces=("#26323e", "#23425f", "#1d374f", "#182d41", "#12311a"),
    ),
    "print": Theme(
        ground="#ffffff",
        text="#000000",
        soft="#3f3f3f",
        border="#707070",
        shade="#ffffff",
        past=Ink("#707070", "#ffffff", "#ffffff"),
        here=Ink("#000000", "#ffffff", "#ffffff"),
        ahead=Ink("#000000", "#ffffff", "#000000", "#ffffff"),
        chance=Ink("#4a4a4a", "#ffffff", "#ffffff"),
        ends={
            "good": Ink("#000000", "#ffffff", "#ffffff"),
            "open": Ink("#000000", "#ffffff", "#ffffff"),
            "person": Ink("#000000", "#ffffff", "#ffffff"),
        },
        pieces=("#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff"),
    ),
}


def dark_rules() -> str:
    """Give the rules of CSS that recolor a light picture, inside a page, for a dark screen."""
    light, dark = THEMES["light"], THEMES["dark"]
    rules = []
    for color, other in dict(_pairs(msgspec.to_builtins(light), msgspec.to_builtins(dark))).items():
        rules.append(f'svg [fill="{color}"] {{ fill: {other}; }}')
        rules.append(f'svg [stroke="{color}"] {{ stroke: {other}; }}')
    # A text on a line has the color that the ground has elsewhere.
    rules.append(f'svg text[fill="{light.here.on_line}"] {{ fill: {dark.here.on_line}; }}')
    return " ".join(rules)


def _pairs(light: object, dark: object) -> Iterator[tuple[str, str]]:
    """Give each color of a theme with the one in its place in another; of several, the last."""
    if isinstance(light, str) and isinstance(dark, str):
        if light:
            yield light, dark
    elif isinstance(light, dict) and isinstance(dark, dict):
        for name in reversed(light):  # the ground of all comes last
            yield from _pairs(light[name], dark[name])
    elif isinstance(light, (list, tuple)) and isinstance(dark, (list, tuple)):
        for color, other in zip(light, dark, strict=True):
            yield from _pairs(color, other)
