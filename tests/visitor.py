"""A browser without a screen: it keeps what it is told to, and goes where it is led."""

import datetime
import html.parser

from engine.web.respond import respond

DAY = datetime.date(2026, 11, 22)
BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "label", "button", "a", "td", "th", "summary"}
UNSEEN = {"style", "script", "title", "svg", "option"}


class Visitor:
    """Visits the pages of a base on one day; `asked` are the addresses it came by, `reply` the last."""

    def __init__(self, kb, today=DAY, kept=""):
        self.kb, self.today, self.kept = kb, today, kept
        self.asked = []

    def get(self, path):
        return self._ask("GET", path, {})

    def send(self, path, **form):
        texts = {name: [text] if isinstance(text, str) else text for name, text in form.items()}
        return self._ask("POST", path, texts)

    def answer(self, *answers):
        """Answer the question that the visitor is at."""
        assert self.path.startswith("/question/"), self.path
        return self.send(self.path, answer=list(answers))

    @property
    def path(self):
        return self.asked[-1]

    @property
    def body(self):
        return self.reply.body.decode()

    def _ask(self, method, path, form):
        self.asked.append(path)
        self.reply = respond(self.kb, method, path, form, self.kept, self.today)
        if self.reply.kept is not None:
            self.kept = self.reply.kept
        if self.reply.to:
            assert self.reply.status == 303
            return self._ask("GET", self.reply.to, {})
        return self


class _Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.lines, self.hidden, self.is_main = [""], [], False

    def handle_starttag(self, tag, attrs):
        self.is_main = self.is_main or tag == "main"
        if tag in UNSEEN:
            self.hidden.append(tag)
        if tag in BLOCKS:
            self.lines.append("")
        attributes = dict(attrs)
        if self.is_main and tag == "input" and attributes.get("type") in ("radio", "checkbox"):
            self.lines[-1] += "(x)" if "checked" in attributes else "( )"
        if self.is_main and attributes.get("name") == "answer" and "inputmode" in attributes:
            self.lines.append(f"[{attributes['value']}]")

    def handle_endtag(self, tag):
        if tag == "main":
            self.is_main = False
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data):
        if self.is_main and not self.hidden:
            self.lines[-1] += data


def seen(visitor):
    """Give the lines of the main part of a page, as a person reads them."""
    reader = _Reader()
    reader.feed(visitor.body)
    lines = [" ".join(line.split()) for line in reader.lines]
    return [line for line in lines if line]


def asked(visitor):
    """Give the lines of a question's page down to its button."""
    lines = seen(visitor)
    return lines[: lines.index("Continue")]


def title(visitor):
    return visitor.body.partition("<title>")[2].partition("</title>")[0]
