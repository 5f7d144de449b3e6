"""matchpath's engine: from an advisor's YAML and a student's answers to an outcome.

knowledge/*.yaml
      │  loader        read, check the shape, keep file:line:column
      ▼
KnowledgeBase ──────── checks ──▶ problems
      │  compiler      Experta rules (Experta itself: rete)
      ▼
firings                inference     what fired, on which facts
      │  consultation  answers in, Outcome out: a pure function
      ▼
Outcome ─┬─ plan       text, JSON
         ├─ trial      what a case expected and did not get
         └─ dialogue   a consultation in words
"""

from engine.consultation import Outcome, consult
from engine.loader import load

__all__ = ["Outcome", "consult", "load"]
