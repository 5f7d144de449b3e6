"""Find what a person means by a name typed: an id, a title, or the start of one."""

from collections.abc import Mapping

from engine.errors import did_you_mean, nearest


def meant(typed: str, titles: Mapping[str, str]) -> list[str]:
    """Give the ids that a typed name can stand for, among ids with their titles.

    It is one id where the name is one, whole or as the start of just one; several where it starts
    several; none where it starts none.
    """
    word = typed.strip().lower()
    if not word:
        return []
    exact = [name for name, title in titles.items() if word in (name, title.lower())]
    by_id = [name for name in titles if name.startswith(word)]
    by_title = [name for name, title in titles.items() if title.lower().startswith(word)]
    for names in (exact, by_id, by_title):
        if len(names) == 1:
            return names
    return list(dict.fromkeys([*by_id, *by_title]))


def nearest_meant(typed: str, titles: Mapping[str, str]) -> str:
    """Suggest the id whose name or title is closest to a mistyped one, or list what there is."""
    by_words = {title.lower(): name for name, title in titles.items()} | {n: n for n in titles}
    return did_you_mean(typed, by_words) or nearest(typed, titles)
