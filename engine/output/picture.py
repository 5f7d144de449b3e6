"""Hold a picture that a page shows."""

import msgspec


class Picture(msgspec.Struct, frozen=True):
    """Hold one picture of a page: what it is called, its SVG, whether it needs a sheet that lies."""

    name: str
    svg: str
    wide: bool = False
