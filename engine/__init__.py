"""matchpath's engine: from an advisor's YAML and a person's answers to an outcome.

    knowledge/*.yaml
          │  language        read, check the shape, parse every condition once
          ▼
    KnowledgeBase ────────── checking ──▶ problems
          │  inference       Experta rules over facts: what fired, on which
          ▼
    firings                  (evaluation: the same without the trace, for searches)
          │  consultation    answers in, Outcome out: a pure function
          ▼
    Outcome ─┬─ explanation  how, why not, what if: data alone
             ├─ output       words, pages and data; diagrams/ draws
             ├─ dialogue     a consultation in words, kept in a file
             │    └─ web     the same as pages: a request in, a reply out, kept by a browser
             │                  (web/site: all of it in the browser, for a server of files)
             ├─ authoring    cases, coverage, differences: the advisors' side
             └─ cohort       many applicants at once: a table in, a table out

Each room is a folder; what goes in and comes out stands in its first line. Rooms import only
rooms above them in this picture: `commands`, which alone prints, may use all of them, `commands`
and `web` alone draw, and `errors` and `outside` stand under all.
"""

from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.language.loader import load

__all__ = ["Outcome", "consult", "load"]
