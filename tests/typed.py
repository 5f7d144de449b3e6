"""A consultation typed line by line, without a terminal."""

from engine.dialogue import conversation


def converse(kb, *typed, known=None, look_again=False):
    """Type lines into a consultation; give its outcome (None when stopped), all that was written, what was saved."""
    lines, written, saved = iter(typed), [], []

    def read(_prompt):
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    try:
        outcome = conversation.converse(
            kb, known or {}, read, written.append, saved.append, look_again=look_again
        )
    except conversation.Quit:
        outcome = None
    return outcome, "\n".join(written), saved
