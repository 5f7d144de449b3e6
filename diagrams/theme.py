"""Hold how each role of the picture looks: style constants, nothing else."""

# Every pair of text and ground has a contrast of at least 4.5 to 1. The role shows without
# colour too: by weight (taken), dashes (contingent), a double border (an end), no border (not taken).
FONT = "Helvetica,Arial,sans-serif"
GRAPH = {
    "rankdir": "TB",
    "fontname": FONT,
    "bgcolor": "white",
    "nodesep": "0.3",
    "ranksep": "0.38",
    "pad": "0.3",
    "labelloc": "t",
    "newrank": "true",
}
PHASE = {
    "style": "rounded,filled",
    "color": "#d5dbe1",
    "fillcolor": "#f8fafc",
    "fontname": FONT,
    "fontsize": "13",
    "fontcolor": "#1f2933",
    "labeljust": "r",
    "margin": "14",
}
NODE = {"shape": "box", "style": "rounded,filled", "fontname": FONT, "fontsize": "12", "margin": "0.18,0.1"}
EDGE = {"fontname": FONT, "fontsize": "11", "arrowsize": "0.7"}
NODES = {
    "taken": {"color": "#0b4f8a", "fillcolor": "#dceefb", "fontcolor": "#102a43", "penwidth": "2.4"},
    "waiting": {
        "color": "#0b4f8a",
        "fillcolor": "white",
        "fontcolor": "#102a43",
        "penwidth": "2.4",
        "style": "rounded,dashed",
    },
    "contingent": {
        "color": "#b44d12",
        "fillcolor": "#fff3c4",
        "fontcolor": "#3d2207",
        "penwidth": "1.4",
        "style": "rounded,filled,dashed",
    },
    "end-residency": {
        "color": "#2f7a32",
        "fillcolor": "#e3f9e5",
        "fontcolor": "#12391a",
        "penwidth": "1.6",
        "peripheries": "2",
    },
    "end-next-cycle": {
        "color": "#4c5c6b",
        "fillcolor": "#eef1f5",
        "fontcolor": "#1f2933",
        "penwidth": "1.6",
        "peripheries": "2",
    },
    "not-taken": {
        "color": "#9aa5b1",
        "fillcolor": "#f8fafc",
        "fontcolor": "#52606d",
        "penwidth": "0.8",
        "fontsize": "10",
        "style": "filled",
        "shape": "plaintext",
        "margin": "0.06,0.04",
    },
}
EDGES = {
    "branch": {"color": "#52606d", "fontcolor": "#323f4b", "penwidth": "1.4"},
    "taken": {"color": "#0b4f8a", "fontcolor": "#0b4f8a", "penwidth": "3.2"},
    "contingent": {"color": "#b44d12", "fontcolor": "#8d2b0b", "penwidth": "1.6", "style": "dashed"},
    "not-taken": {"color": "#9aa5b1", "penwidth": "0.8", "arrowhead": "none"},
}
NODE_WIDTH = 34  # characters in a line of a node
SIDE_WIDTH = 26  # characters in a line beside it
EDGE_WIDTH = 22  # characters in a line of an edge
