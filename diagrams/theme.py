"""Hold how each role of the picture looks, in light, dark and for print: constants alone."""

import msgspec

# Every pair of text and ground has a contrast of at least 4.5 to 1. The role shows without color
# too: by weight and number (taken), dashes (contingent), a double border (an end), no border (not
# taken).
FONT = "Helvetica,Arial,sans-serif"
NODE_WIDTH = 34  # characters in a line of a node
LINE_WIDTH = 76  # characters in a line of the heading
SIDE_WIDTH = 26  # characters in a line beside it
EDGE_WIDTH = 22  # characters in a line of an edge

# What is drawn for paper is drawn closer.
CLOSE_GRAPH = {"pad": "0.05", "margin": "0", "ranksep": "0.06", "nodesep": "0.12"}
CLOSE_NODE = {"margin": "0.1,0.03"}
CLOSE_EDGE = 15  # characters in a line of an edge
CLOSE_PHASE = {"margin": "4"}

Style = dict[str, str]


class Theme(msgspec.Struct, frozen=True):
    """Hold the attributes of the graph, of phases, of nodes and edges by their role."""

    graph: Style
    phase: Style
    node: Style
    edge: Style
    nodes: dict[str, Style]
    edges: dict[str, Style]


class Palette(msgspec.Struct, frozen=True):
    """Name the colors of a theme; of a node's role: border, ground, text."""

    ground: str
    text: str
    phase: tuple[str, str]
    taken: tuple[str, str, str]
    contingent: tuple[str, str, str]
    residency: tuple[str, str, str]
    cycle: tuple[str, str, str]
    side: tuple[str, str]
    taken_label: str
    contingent_label: str


def _theme(colors: Palette) -> Theme:
    line, band = colors.phase
    return Theme(
        graph={
            "rankdir": "TB",
            "fontname": FONT,
            "fontcolor": colors.text,
            "bgcolor": colors.ground,
            "nodesep": "0.3",
            "ranksep": "0.38",
            "pad": "0.3",
            "labelloc": "t",
            "newrank": "true",
        },
        phase={
            "style": "rounded,filled",
            "color": line,
            "fillcolor": band,
            "fontname": FONT,
            "fontsize": "13",
            "fontcolor": colors.text,
            "labeljust": "r",
            "margin": "14",
        },
        node={
            "shape": "box",
            "style": "rounded,filled",
            "fontname": FONT,
            "fontsize": "12",
            "margin": "0.18,0.1",
        },
        edge={"fontname": FONT, "fontsize": "11", "arrowsize": "0.7"},
        nodes={
            "taken": _node(colors.taken, penwidth="2.4"),
            "waiting": _node(
                (colors.taken[0], colors.ground, colors.text),
                penwidth="2.4",
                style="rounded,filled,dashed",
            ),
            "past": _node((colors.side[0], colors.ground, colors.side[1]), penwidth="1.2"),
            "contingent": _node(colors.contingent, penwidth="1.4", style="rounded,filled,dashed"),
            "end-residency": _node(colors.residency, penwidth="1.6", peripheries="2"),
            "end-next-cycle": _node(colors.cycle, penwidth="1.6", peripheries="2"),
            "elsewhere": _node((line, band, colors.side[1]), penwidth="0.8"),
            "not-taken": _node(
                (colors.side[0], band, colors.side[1]),
                penwidth="0.8",
                fontsize="11",
                style="filled",
                shape="plaintext",
                margin="0.06,0.04",
            ),
        },
        edges={
            "branch": {"color": colors.side[1], "fontcolor": colors.text, "penwidth": "1.4"},
            "taken": {
                "color": colors.taken[0],
                "fontcolor": colors.taken_label,
                "penwidth": "3.2",
            },
            "contingent": {
                "color": colors.contingent[0],
                "fontcolor": colors.contingent_label,
                "penwidth": "1.6",
                "style": "dashed",
            },
            "not-taken": {"color": colors.side[0], "penwidth": "0.8", "arrowhead": "none"},
        },
    )


def _node(colors: tuple[str, str, str], **more: str) -> Style:
    border, ground, text = colors
    return {"color": border, "fillcolor": ground, "fontcolor": text, **more}


THEMES = {
    "light": _theme(
        Palette(
            ground="#ffffff",
            text="#1f2933",
            phase=("#d5dbe1", "#f8fafc"),
            taken=("#0b4f8a", "#dceefb", "#102a43"),
            contingent=("#b44d12", "#fff3c4", "#3d2207"),
            residency=("#2f7a32", "#e3f9e5", "#12391a"),
            cycle=("#4c5c6b", "#eef1f5", "#1f2933"),
            side=("#9aa5b1", "#52606d"),
            taken_label="#0b4f8a",
            contingent_label="#8d2b0b",
        )
    ),
    "dark": _theme(
        Palette(
            ground="#0f1720",
            text="#e6edf3",
            phase=("#3a4856", "#16202b"),
            taken=("#7cc4ff", "#12324d", "#eaf4ff"),
            contingent=("#f0b35a", "#3a2a08", "#ffe9b8"),
            residency=("#7ddb85", "#12311a", "#d9f7dc"),
            cycle=("#9fb0c0", "#1f2a36", "#e6edf3"),
            side=("#6b7885", "#a9b6c3"),
            taken_label="#9fd0ff",
            contingent_label="#f6c67a",
        )
    ),
    "print": _theme(
        Palette(
            ground="#ffffff",
            text="#000000",
            phase=("#8a8a8a", "#ffffff"),
            taken=("#000000", "#ffffff", "#000000"),
            contingent=("#000000", "#ffffff", "#000000"),
            residency=("#000000", "#ffffff", "#000000"),
            cycle=("#000000", "#ffffff", "#000000"),
            side=("#8a8a8a", "#3f3f3f"),
            taken_label="#000000",
            contingent_label="#000000",
        )
    ),
}
