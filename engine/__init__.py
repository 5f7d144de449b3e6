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
Outcome ─┬─ plan       text, JSON
         ├─ trial      cases: what was expected and did not come out, what none reaches
         ├─ catalog    what an id names; difference: what changed, and for whom
         └─ dialogue   a consultation in words
"""

from engine.consultation import Outcome, consult
from engine.loader import load

__all__ = ["Outcome", "consult", "load"]
