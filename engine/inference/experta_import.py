"""Import Experta, mended and quieted from outside: nobody else imports it."""

import collections
import collections.abc
import logging

# frozendict 1.2, which Experta pins, looks for Mapping where Python kept it until 3.9.
if not hasattr(collections, "Mapping"):
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]

_handlers = list(logging.root.handlers)
from experta import NOT, Fact, KnowledgeEngine, P, Rule, W
from experta.abstract import Matcher, Strategy
from experta.activation import Activation
from experta.agenda import Agenda
from experta.factlist import FactList

# Experta calls logging.basicConfig() at import; the root logger is not its own.
for _handler in [new for new in logging.root.handlers if new not in _handlers]:
    logging.root.removeHandler(_handler)
logging.getLogger("experta").setLevel(logging.WARNING)

__all__ = [
    "NOT",
    "Activation",
    "Agenda",
    "Fact",
    "FactList",
    "KnowledgeEngine",
    "Matcher",
    "P",
    "Rule",
    "Strategy",
    "W",
]
