"""Hold a picture that a page shows."""

import msgspec


class Picture(msgspec.Struct, frozen=True):
    """Hold one picture of a page: its name, its SVG, whether it needs a sheet in landscape.

    `dark` are the rules of CSS that recolor it on a dark screen. One that is `behind` shows nothing
    but what lies behind the reader.
    """

    name: str
    svg: str
    wide: bool = False
    dark: str = ""
    behind: bool = False
