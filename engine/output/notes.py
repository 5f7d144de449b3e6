"""Number the sources of a page in the order in which they are first named."""

from collections.abc import Iterable

import msgspec

from engine.language.base import KnowledgeBase
from engine.language.entries import Source
from engine.output.wording import source_text


class Mention(msgspec.Struct, frozen=True):
    """Hold one mention of a source: the number of its note, its standing, and it in few words."""

    number: int
    standing: str
    text: str


class Note(msgspec.Struct, frozen=True):
    """Hold a source with its number, and the ids of the places in the page that name it."""

    number: int
    source: Source
    places: tuple[str, ...]


class Notes:
    """Number sources as they are named; `listed` gives them all when the page is made."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._places: dict[str, list[str]] = {}

    def name(self, citations: Iterable[str], place: str) -> list[Mention]:
        """Give a mention for each source that is cited at a place, whose id is given."""
        names = dict.fromkeys(citation.partition("/")[0] for citation in citations)
        mentions = []
        for name in names:
            places = self._places.setdefault(name, [])
            if place not in places:
                places.append(place)
            number = list(self._places).index(name) + 1
            source = self._kb.sources[name]
            mentions.append(Mention(number, source.status, source_text(source)))
        return mentions

    def listed(self) -> list[Note]:
        """Give the sources that were named, with where."""
        return [
            Note(number, self._kb.sources[name], tuple(places))
            for number, (name, places) in enumerate(self._places.items(), 1)
        ]
