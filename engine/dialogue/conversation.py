"""Turn questions and typed answers into a consultation; reading and writing are passed in.

Questions are asked one by one until the outcome needs no more. At a prompt a person answers, or
types a command after which the same prompt stands (`?`, `why`, `support`, `save`), or goes
elsewhere: `back` to the question before, `review` to the list of all answers. `quit` ends it all.
"""

import datetime
from collections.abc import Callable
from typing import Literal

import msgspec

from engine.consultation.consult import settle
from engine.consultation.outcome import Outcome
from engine.dialogue import progress, prompt_text
from engine.dialogue.typed import read_command, read_number, read_typed
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import Answers, Value
from engine.output import question_text, wording

Read = Callable[[str], str]  # shows a prompt and gives the line typed; raises EOFError at the end
Write = Callable[[str], None]
Save = Callable[[Answers], None]
Move = Literal["on", "back", "review"]  # where a person goes from a prompt

_PROMPT = "> "


class Quit(Exception):
    """The person stopped; all that was answered stands in `answers`."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


class Conversation(msgspec.Struct):
    """Hold a consultation under way: how to read, write and save, and what was answered so far.

    `save` is called after each answer, `save_on_request` when the person asks for it. `answers`
    keeps every answer given; one that no longer bears on the outcome comes back if it does again.
    `order` names the questions answered, in the order of their first answers.
    """

    kb: KnowledgeBase
    read: Read
    write: Write
    save: Save
    save_on_request: Save
    today: datetime.date | None
    answers: dict[str, Value]
    order: list[str]

    def outcome(self) -> Outcome:
        """Give what the answers so far come to."""
        return settle(self.kb, self.answers, self.today)

    def take(self, question: Question, value: Value) -> None:
        """Take an answer, save all of them, and offer support where it speaks of distress."""
        self.answers[question.id] = value
        if question.id not in self.order:
            self.order.append(question.id)
        self.save(dict(self.answers))
        if _speaks_of_distress(question, value):
            self.write("\n" + "\n".join(self.kb.head.support))


def converse(
    kb: KnowledgeBase,
    answers: Answers,
    read: Read,
    write: Write,
    save: Save,
    today: datetime.date | None = None,
    keep: Save | None = None,
) -> Outcome:
    """Ask what is needed until nothing is, and give the outcome.

    `today` decides which milestones are past. `save` is called with all the answers after each
    one; `keep` when the person asks to save. Raises Quit when the person stops.
    """
    order = [name for name in kb.questions if name in answers]
    conversation = Conversation(kb, read, write, save, keep or save, today, dict(answers), order)
    if not answers:
        _ask_before_the_rules(conversation)
    while (outcome := conversation.outcome()).pending:
        _ask_next(conversation, outcome, outcome.pending)
    return outcome


def _ask_before_the_rules(conversation: Conversation) -> None:
    """Ask the first question where it is plain without the rules, which are still made ready."""
    question = progress.first_question(conversation.kb)
    if question:
        heading = progress.opening(conversation.kb)
        shown = f"\n{heading}\n{prompt_text.question_text(question)}"
        _follow(conversation, _ask(conversation, question, shown))


def _ask_next(conversation: Conversation, outcome: Outcome, question: Question) -> None:
    heading = progress.heading(outcome)
    reasons = question_text.arguments(outcome, question)
    shown = f"\n{heading}\n{prompt_text.question_text(question, reasons)}"
    _follow(conversation, _ask(conversation, question, shown))


def _ask_again(conversation: Conversation, name: str) -> Move:
    """Ask a question that is answered; Enter keeps the answer."""
    question = conversation.kb.questions[name]
    answer = wording.value_text(conversation.kb, name, conversation.answers[name])
    shown = f"\n{prompt_text.question_text(question)}\n  Now: {answer}. Enter keeps it."
    return _ask(conversation, question, shown, enter_keeps=True)


def _ask(
    conversation: Conversation, question: Question, shown: str, enter_keeps: bool = False
) -> Move:
    """Show a question, and read until it is answered or the person goes elsewhere.

    `enter_keeps`: a line with nothing in it leaves the answer there is.
    """
    conversation.write(shown)
    while True:
        typed, command = _read_line(conversation)
        if command == "back":
            return "back"
        if command == "review":
            return "review"
        if command:
            _carry_out(conversation, command, question)
        elif (enter_keeps and not typed) or _accepted(conversation, question, typed):
            return "on"


def _accepted(conversation: Conversation, question: Question, typed: str) -> bool:
    """Take what was typed as the answer, or say why it is none; tell which."""
    try:
        value = read_typed(question, typed)
    except ValueError as error:
        conversation.write(" ".join(error.args))
        return False
    conversation.take(question, value)
    return True


def _read_line(conversation: Conversation) -> tuple[str, str]:
    """Read a line; give it, and the command that it is (empty for none)."""
    try:
        typed = conversation.read(_PROMPT).strip()
    except (EOFError, KeyboardInterrupt):
        raise Quit(conversation.answers) from None
    return typed, read_command(typed)


def _carry_out(conversation: Conversation, command: str, question: Question | None = None) -> None:
    """Carry out a command after which the same prompt stands; without a question, at the review.

    Raises Quit for `quit`.
    """
    if command == "quit":
        raise Quit(conversation.answers)
    if command == "save":
        conversation.save_on_request(dict(conversation.answers))
    elif command == "support":
        conversation.write("\n".join(conversation.kb.head.support))
    elif question is None:
        conversation.write(prompt_text.review_help_text())
    elif command == "why":
        conversation.write(prompt_text.why_text(conversation.outcome(), question))
    else:
        conversation.write(prompt_text.help_text(question))


def _follow(conversation: Conversation, move: Move) -> None:
    """Follow the person back, or to the list of answers, until they go on."""
    while move != "on":
        move = _go_back(conversation) if move == "back" else _review(conversation)


def _go_back(conversation: Conversation) -> Move:
    """Ask the answered questions again, the last first, while the person goes further back."""
    asked = conversation.outcome().asked
    answered = [name for name in conversation.order if name in asked]
    for name in reversed(answered):
        move = _ask_again(conversation, name)
        if move != "back":
            return move
    conversation.write("This is the first question.")
    return "on"


def _review(conversation: Conversation) -> Move:
    """List the answers that count, and let one be changed; only what hangs on it is asked again."""
    outcome = conversation.outcome()
    names = [name for name in outcome.asked if name in outcome.answers]
    conversation.write(prompt_text.answers_text(outcome, names))
    while True:
        typed, command = _read_line(conversation)
        if not typed or command == "back":
            return "on"
        number = read_number(typed, len(names))
        if number is not None:
            move = _ask_again(conversation, names[number - 1])
            return "on" if move == "on" else "review"  # back from here is back to the list
        if command:
            _carry_out(conversation, command)
        else:
            message = f'"{typed}" is no number from 1 to {len(names)}. Enter goes on.'
            conversation.write(message)


def _speaks_of_distress(question: Question, value: Value) -> bool:
    chosen = value if isinstance(value, frozenset) else {value}
    return not chosen.isdisjoint(question.support_after)
