"""Write the commands that a text offers, as its reader can type them."""

import msgspec


class Shell(msgspec.Struct, frozen=True):
    """Hold what a reader types for the program, with its base, and for the case."""

    program: str = "matchpath"
    case: str = "me.yaml"

    def on_case(self, command: str, words: str) -> str:
        """Write a command on the case, with the words behind it."""
        return f"{self.program} {command} {self.case} {words}"


EXAMPLE = Shell()  # where the base is the built-in one, and the answers in no file that has a name
