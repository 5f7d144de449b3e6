"""Write what a person takes along: the plan in every format, the picture, the answers."""

from collections.abc import Callable, Mapping

import msgspec

from engine import outside
from engine.consultation import casefile
from engine.consultation.moment import day_of
from engine.output import formats
from engine.output.layout import WIDTH
from engine.web.visit import Reply, Visit


class File(msgspec.Struct, frozen=True):
    """Describe a file to take along: what it is, its media type, what writes it."""

    title: str
    media: str
    write: Callable[[Visit], bytes]


def download(visit: Visit, name: str) -> Reply:
    """Reply with a file to save; `name` is one of FILES."""
    file = FILES[name]
    return Reply(200, file.write(visit), file.media, name=name)


def paper(visit: Visit, whole: bool = False) -> formats.Paper:
    """Give what a plan is written for: the day, what draws its pictures."""
    from diagrams import shown  # brings Graphviz along: only for those who draw

    return formats.Paper(WIDTH, day_of(visit.today), shown.pictures, whole)


def _plan(kind: str) -> Callable[[Visit], bytes]:
    return lambda visit: formats.named(kind).write(visit.outcome, paper(visit))


def _picture(kind: str) -> Callable[[Visit], bytes]:
    def draw(visit: Visit) -> bytes:
        from diagrams import shown  # brings Graphviz along: only for those who draw

        return shown.picture(visit.outcome, kind)

    return draw


def _case(visit: Visit) -> bytes:
    return casefile.to_yaml(visit.kept.answers, visit.kept.done, visit.kept.today).encode()


_PDF = "path.pdf"
_ALL: Mapping[str, File] = {
    "me.yaml": File("Your answers, to go on from another day", "application/yaml", _case),
    "plan.html": File("The plan, to read and to print", "text/html; charset=utf-8", _plan("html")),
    "meeting.html": File("The sheet for a meeting", "text/html; charset=utf-8", _plan("meeting")),
    "plan.ics": File("Your dates, for a calendar", "text/calendar; charset=utf-8", _plan("ics")),
    _PDF: File("The picture of your path, for paper", "application/pdf", _picture("pdf")),
    "path.svg": File("The picture, for a screen", "image/svg+xml", _picture("svg")),
    "plan.txt": File("The plan as text", "text/plain; charset=utf-8", _plan("text")),
    "plan.md": File("The plan as Markdown", "text/markdown; charset=utf-8", _plan("markdown")),
    "plan.json": File("The plan as data, for a program", "application/json", _plan("json")),
}

# In a page Graphviz writes no PDF; the plan is there to print, with the picture in it.
FILES = {name: file for name, file in _ALL.items() if name != _PDF or not outside.IN_PAGE}
