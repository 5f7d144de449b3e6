"""Answer a request with a page: one pure function, whoever hosts it.

The state is what the browser keeps; nothing is held between two requests. The address names the
page and the question alone: an answer is in a form or in what is kept, never in an address. What is
sent leads on (303) to a page that can be loaded again; what can't be taken stays, with why (422).
"""

from collections.abc import Callable, Mapping, Sequence

from engine.consultation.moment import Day
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase
from engine.web import answers, downloads, plan, question, support, what_if
from engine.web.kept import unpacked
from engine.web.visit import Reply, Visit, shown

Page = Callable[[Visit], Reply]
About = Callable[[Visit, str], Reply]

# What each address shows, and what is sent there.
_PAGES: Mapping[tuple[str, str], Page] = {
    ("GET", "/"): answers.start,
    ("GET", "/next"): answers.go_on,
    ("POST", "/open"): answers.opened,
    ("GET", "/answers"): answers.check,
    ("GET", "/keep"): answers.keep,
    ("POST", "/erase"): answers.erase,
    ("GET", "/erased"): answers.erased,
    ("GET", "/support"): support.support,
    ("GET", "/two-lines"): support.two_lines,
    ("GET", "/plan"): plan.plan,
    ("GET", "/whole-plan"): plan.whole_plan,
    ("GET", "/done"): plan.done,
    ("POST", "/done"): plan.note,
    ("POST", "/settle"): plan.settle,
    ("GET", "/texts"): plan.texts,
    ("GET", "/what-if"): what_if.levers,
}
# What each address about one question, or one file, shows.
_ABOUT: Mapping[tuple[str, str], About] = {
    ("GET", "question"): question.show,
    ("POST", "question"): question.answer,
    ("GET", "what-if"): what_if.show,
    ("POST", "what-if"): what_if.compare,
}


def respond(
    kb: KnowledgeBase,
    method: str,
    path: str,
    form: Mapping[str, Sequence[str]],
    kept: str,
    today: Day,
) -> Reply:
    """Answer a request: its method, the path below where the pages stand, the form sent.

    `kept` is what the browser kept of the last reply that had something to keep; `today` is the
    moment, in Eastern time. The status is 200, 303, 404, 413 or 422: what is wrong with a
    request is said in a page.
    """
    visit = Visit(kb, path, form, unpacked(kept, kb), today)
    method = "GET" if method == "HEAD" else method
    try:
        return _reply(visit, method)
    except MatchpathError as error:
        return shown(visit, "fault.html", 422, fault=str(error))


def _reply(visit: Visit, method: str) -> Reply:
    page = _PAGES.get((method, visit.path))
    if page:
        return page(visit)
    head, _, name = visit.path.removeprefix("/").partition("/")
    about = _ABOUT.get((method, head))
    if about and name in visit.kb.questions:
        return about(visit, name)
    file = visit.path.removeprefix("/")
    if method == "GET" and file in downloads.FILES:
        return downloads.download(visit, file)
    return shown(visit, "fault.html", 404, fault="There is no such page.")
