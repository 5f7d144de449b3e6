"""matchpath's engine: from an advisor's YAML and a student's answers to an outcome.

knowledge/*.yaml
      │  loader        read, check the shape, keep file:line:column
      ▼
KnowledgeBase ──────── checks, proof ──▶ problems ──▶ report
      │  compiler      Experta rules over facts (Experta itself: rete)
      ▼
firings                inference     what fired, on which facts
      │  consultation  answers in, Outcome out: a pure function
      ▼
Outcome ─┬─ plan       text, JSON; page: HTML, Markdown, the meeting sheet; dates: a calendar
         ├─ explain    how and why not, from the trace; whatif: other answers, levers, unknowns
         │             telling: both in sentences
         ├─ trial      cases: what was expected and did not come out, what none reaches
         ├─ catalog    what an id names; difference: what changed, and for whom
         ├─ deidentify a copy to show around
         └─ dialogue   a consultation in words; progress: how far it is; keeping: its case file
"""

from engine.consultation import Outcome, consult
from engine.loader import load

__all__ = ["Outcome", "consult", "load"]
