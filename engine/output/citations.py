"""Name the sources of what is said: those of the figures in it, and those of the entry itself."""

from collections.abc import Iterator

from engine.consultation.outcome import Upshot
from engine.language.entries import Action, Conclusion, Row
from engine.language.expression import shown_facts
from engine.language.tables import Figure, Lookup
from engine.language.written import Entry


def cited_by(upshot: Upshot, entry: Entry) -> tuple[str, ...]:
    """Give what an entry cites here: the sources of the figures in its texts, then its own.

    What is looked up in a cell that a figure fills is from where the figure is, and nowhere else.
    """
    own = entry.sources
    if isinstance(entry, Conclusion) and entry.lookup and any(_looked_up(upshot, entry.lookup)):
        own = ()
    return tuple(dict.fromkeys((*of_figures(upshot, entry), *own)))


def of_figures(upshot: Upshot, entry: Entry) -> tuple[str, ...]:
    """Give the sources of the figures that an entry shows in its texts, or comes to.

    With a fact that rows decide it shows what the row that held shows: how full, by which share.
    """
    names = list(entry.shown if isinstance(entry, Action) else _in_reason(entry))
    if isinstance(entry, Conclusion):
        names.append(entry.id)
    for row in [row for name in names for row in _deciding(upshot, name)]:
        names += _in_reason(row)
    found = [figure for name in names for figure in _figures(upshot, name)]
    return tuple(dict.fromkeys(citation for figure in found for citation in figure.sources))


def _in_reason(entry: Entry) -> tuple[str, ...]:
    """Name the facts that the reason of an entry shows."""
    return shown_facts(getattr(entry, "because", ""))


def _deciding(upshot: Upshot, name: str) -> Iterator[Row]:
    """Give the row that decided a fact by its condition."""
    fact = upshot.kb.conclusions.get(name)
    for row in fact.rules if fact else ():
        if not row.otherwise and upshot.holds(row.when):
            yield row


def _figures(upshot: Upshot, name: str) -> Iterator[Figure]:
    """Give the figure that a fact is looked up from, or those that it is added up from."""
    fact = upshot.kb.conclusions.get(name)
    if fact and fact.lookup:
        yield from _looked_up(upshot, fact.lookup)
    elif fact and fact.value:
        for part in fact.rests_on:
            yield from _figures(upshot, part)


def _looked_up(upshot: Upshot, lookup: Lookup) -> Iterator[Figure]:
    """Give the figure that is looked up; none where the row has the cell, or nothing has."""
    row = str(upshot.known.get(lookup.key))
    figure = upshot.kb.figure_at(lookup.table, row, lookup.column)
    if figure:
        yield figure
    elif row not in upshot.kb.cells(lookup):
        yield from _figures(upshot, lookup.missing)
