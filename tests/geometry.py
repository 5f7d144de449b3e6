"""Read where Graphviz put things, and find what crosses or lies on what: its own coordinates."""

import json
import re
from itertools import combinations, pairwise
from typing import NamedTuple

from diagrams.layout import lay_out

STEPS = 16  # pieces of a curve
NEAR = 7  # points: as near to where both end, two ways may meet
_DRAWN = ("_draw_", "_ldraw_")


class Rectangle(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Rectangle", slack: float = 1.0) -> bool:
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.bottom < other.top - slack
            and other.bottom < self.top - slack
        )

    def holds(self, point: tuple[float, float], slack: float = -1.0) -> bool:
        return (
            self.left + slack < point[0] < self.right - slack
            and self.bottom + slack < point[1] < self.top - slack
        )

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


class Layout(NamedTuple):
    """Hold the size of a picture in points, its boxes and ways by name, the labels of its ways."""

    width: float
    height: float
    boxes: dict[str, Rectangle]
    ways: dict[tuple[str, str], list[tuple[float, float]]]
    labels: dict[tuple[str, str], Rectangle]


def layout(dot: str) -> Layout:
    """Lay DOT out, and read what came of it."""
    drawn = json.loads(lay_out(dot, "json"))
    left, bottom, right, top = map(float, drawn["bb"].split(","))
    names = {thing["_gvid"]: thing["name"] for thing in drawn["objects"]}
    boxes = {}
    for thing in drawn["objects"]:
        if "pos" in thing:
            boxes[thing["name"]] = _around(thing["pos"], thing["width"], thing["height"])
    ways, labels = {}, {}
    for edge in drawn.get("edges", []):
        ends = (names[edge["tail"]], names[edge["head"]])
        ways[ends] = _curve(edge["pos"])
        if "lp" in edge:
            labels[ends] = _label(edge)
    return Layout(right - left, top - bottom, boxes, ways, labels)


def crossings(seen: Layout) -> list[str]:
    """Name the ways that cross each other, but for where both begin or end."""
    said = []
    for (one, first), (other, second) in combinations(seen.ways.items(), 2):
        shared = [
            point
            for point in (first[0], first[-1])
            for end in (second[0], second[-1])
            if _distance(point, end) < NEAR
        ]
        if any(
            all(_distance(point, end) > NEAR for end in shared)
            for point in _meetings(first, second)
        ):
            said.append(f"{' -> '.join(one)} crosses {' -> '.join(other)}")
    return said


def overlaps(seen: Layout) -> list[str]:
    """Name what lies on something else: boxes, labels, ways over boxes and over others' labels."""
    said = []
    things = {**seen.boxes, **{f"label {' -> '.join(k)}": box for k, box in seen.labels.items()}}
    for (one, first), (other, second) in combinations(things.items(), 2):
        if first.overlaps(second):
            said.append(f"{one} on {other}")
    for ends, points in seen.ways.items():
        for name, box in seen.boxes.items():
            if name not in ends and any(map(box.holds, points)):
                said.append(f"{' -> '.join(ends)} over {name}")
        for whose, box in seen.labels.items():
            if whose != ends and any(map(box.holds, points)):
                said.append(f"{' -> '.join(ends)} over the label {' -> '.join(whose)}")
    return said


def share_of_cards(seen: Layout) -> float:
    """Give the share of the picture that lies within its cards and boxes."""
    return sum(box.area for box in seen.boxes.values()) / (seen.width * seen.height)


def _around(pos: str, width: str, height: str) -> Rectangle:
    x, y = map(float, pos.split(","))
    across, down = float(width) * 36, float(height) * 36  # half of it, in points
    return Rectangle(x - across, y - down, x + across, y + down)


def _label(edge: dict) -> Rectangle:
    """Give the rectangle of a label from the texts that are drawn in it."""
    lefts, rights, tops, bottoms, size = [], [], [], [], 10.0
    for operation in edge["_ldraw_"]:
        if operation["op"] == "F":
            size = operation["size"]
        if operation["op"] == "T":
            x, y = operation["pt"]
            shift = {"l": 0.0, "c": 0.5, "r": 1.0}[operation["align"]] * operation["width"]
            lefts.append(x - shift)
            rights.append(x - shift + operation["width"])
            bottoms.append(y - 0.2 * size)
            tops.append(y + 0.75 * size)
    return Rectangle(min(lefts), min(bottoms), max(rights), max(tops))


def _curve(pos: str) -> list[tuple[float, float]]:
    """Give the points of a Bezier curve, from its tail to its head."""
    start = re.search(r"s,([-\d.e+]+),([-\d.e+]+)", pos)
    end = re.search(r"e,([-\d.e+]+),([-\d.e+]+)", pos)
    knots = [tuple(map(float, part.split(","))) for part in pos.split() if part[0] not in "se"]
    points = [knots[0]]
    for at in range(0, len(knots) - 3, 3):
        points += [_bezier(knots[at : at + 4], step / STEPS) for step in range(1, STEPS + 1)]
    if start:
        points.insert(0, (float(start[1]), float(start[2])))
    if end:
        points.append((float(end[1]), float(end[2])))
    return points


def _bezier(knots, share: float) -> tuple[float, float]:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return (
        sum(weight * knot[0] for weight, knot in zip(weights, knots, strict=True)),
        sum(weight * knot[1] for weight, knot in zip(weights, knots, strict=True)),
    )


def _meetings(first, second):
    for a, b in pairwise(first):
        for c, d in pairwise(second):
            point = _meeting(a, b, c, d)
            if point:
                yield point


def _meeting(a, b, c, d):
    across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if abs(across) < 1e-9:
        return None
    first = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
    second = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across
    if 0 <= first <= 1 and 0 <= second <= 1:
        return a[0] + first * (b[0] - a[0]), a[1] + first * (b[1] - a[1])
    return None


def _distance(one, other) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
