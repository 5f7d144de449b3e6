"""Hold a picture before layout."""

import msgspec


class Drawing(msgspec.Struct, frozen=True):
    """Hold a picture before layout: `dot`, its `title` and `description`, its `hover` texts by id.

    `prefix` goes before every id, so that several pictures can stand in one page. One that is
    `linked` has links into that page, so that its parts are to be read one by one.
    """

    dot: str
    title: str
    description: str
    hover: dict[str, str]
    prefix: str = ""
    linked: bool = False
