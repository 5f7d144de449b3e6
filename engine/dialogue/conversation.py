"""Turn questions and typed answers into a consultation; reading and writing are passed in.

Questions are asked one by one until the outcome needs no more. At a prompt a person answers, or
types a command after which the same prompt stands (`?`, `why`, `support`, `save`), or goes
elsewhere: `back` to the question before, `review` to the list of all answers. `quit` ends it all.

A number outside the usual ones is asked back once. After an answer that speaks of distress, at a
question that has a word for it, the questions stop until the person chooses to go on. Who types
such a thing in place of an answer is told whom to call before anything is said of the answer.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal

import msgspec

from engine.consultation.answers import (
    BadAnswer,
    called_by_its_label,
    distressed,
    in_distress,
    settled,
    taken,
    without,
)
from engine.consultation.consult import settle
from engine.consultation.glance import settled_glance
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome, Upshot
from engine.dialogue import progress, prompt_text, taking
from engine.dialogue.typed import (
    is_usual,
    read_command,
    read_number,
    read_typed,
    speaks_of_distress,
)
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import Answers, Value
from engine.output import beside, question_text
from engine.output.layout import WIDTH, Said

Read = Callable[[str], str]  # shows a prompt and gives the line typed; raises EOFError at the end
Write = Callable[[str], None]
Save = Callable[[Answers], None]
Move = Literal["on", "back", "review"]  # where a person goes from a prompt

_ELSEWHERE: Mapping[str, Move] = {"back": "back", "review": "review"}


class Quit(Exception):
    """The person stopped; all that was answered stands in `answers`."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


class Conversation(msgspec.Struct):
    """Hold a consultation under way: how to read, write and save, and what was answered so far.

    `save` is called after each answer, `save_on_request` when the person asks for it. `answers`
    keeps every answer given; one that no longer bears on the outcome comes back if it does again.
    `order` names the questions answered, in the order of their first answers. `width` gives that of
    the screen, in columns: it may change. With `rules`, `why` says where a rule is written. `last`
    holds the answers that were looked at last, and what they come to.
    """

    kb: KnowledgeBase
    read: Read
    write: Write
    save: Save
    save_on_request: Save
    today: Day | None
    done: Collection[str]
    answers: dict[str, Value]
    order: list[str]
    width: Callable[[], int]
    rules: bool = False
    last: tuple[Answers, Upshot] | None = None

    def show(self, lines: Iterable[str]) -> None:
        """Write some lines, each in its role."""
        for line in lines:
            self.write(line)

    def upshot(self) -> Upshot:
        """Give what the answers so far come to: at a glance, and once for the same answers."""
        if self.last is None or self.last[0] != self.answers:
            upshot = settled_glance(self.kb, self.answers, self.today, self.done)
            self.last = (dict(self.answers), upshot)
        return self.last[1]

    def outcome(self) -> Outcome:
        """Give what the rules make of the answers so far, with how it came about."""
        return settle(self.kb, self.answers, self.today, self.done)

    def take(self, question: Question, value: Value) -> None:
        """Take an answer, with what it settles and what it leaves no room for, and save them all.

        Raises BadAnswer where it is to settle others, and they are as it says already.
        """
        result = taking.take(self.kb, self.answers, question, value)
        self.order += [name for name in result.moved if name not in self.order]
        self.answers = result.answers
        self.save(dict(self.answers))
        if result.stands_for_others:
            self.write(prompt_text.settled_text(self.upshot(), result.moved))
        else:
            self.write(prompt_text.answered_text(self.upshot(), question.id))
        for name, problem in result.withdrawn.items():
            self.write(prompt_text.withdrawn_text(self.kb, name, problem.message))


def converse(
    kb: KnowledgeBase,
    answers: Answers,
    read: Read,
    write: Write,
    save: Save,
    today: Day | None = None,
    keep: Save | None = None,
    done: Collection[str] = (),
    width: Callable[[], int] = lambda: WIDTH,
    rules: bool = False,
    look_again: bool = False,
) -> Outcome:
    """Ask what is needed until nothing is, and give the outcome.

    `today` decides which milestones are past; `done` names the actions that were done. `save` is
    called with all the answers after each one; `keep` when the person asks to save. What stands in
    columns fits the `width`; with `rules`, `why` says where a rule is written. With `look_again`,
    who comes back with all that is needed may change an answer before. Raises Quit.
    """
    known = settled(kb, answers)
    conversation = Conversation(
        kb, read, write, save, keep or save, today, done, known, list(known), width, rules
    )
    if not answers:
        _ask_before_the_rules(conversation)
    elif look_again and not conversation.upshot().pending:
        _look_again(conversation)
    while (upshot := conversation.upshot()).pending:
        _ask_next(conversation, upshot, upshot.pending)
    return conversation.outcome()


def _ask_before_the_rules(conversation: Conversation) -> None:
    """Ask the first question where it is plain without the rules, which are still made ready."""
    question = progress.first_question(conversation.kb)
    if question:
        heading = Said(f"\n{progress.opening(conversation.kb)}", "heading")
        text = prompt_text.question_text(question)
        _follow(conversation, _ask(conversation, question, [heading, *text]))


def _look_again(conversation: Conversation) -> None:
    """Let a person change an answer before the end comes; in distress, say first whom to call."""
    if in_distress(conversation.kb, conversation.answers):
        conversation.write(f"\n{prompt_text.support_text(conversation.kb)}")
    conversation.write(prompt_text.LOOK_AGAIN)
    while True:
        typed, command = _read_line(conversation)
        if not typed:
            return
        if command in _ELSEWHERE:
            _follow(conversation, _ELSEWHERE[command])
            return
        if command in ("?", "why"):
            conversation.write(prompt_text.LOOK_AGAIN)
        elif command:
            _carry_out(conversation, command)
        else:
            _refuse(conversation, typed, f'"{typed}" is none of these. {prompt_text.LOOK_AGAIN}')


def _ask_next(conversation: Conversation, upshot: Upshot, question: Question) -> None:
    heading = Said(f"\n{progress.heading(upshot)}", "heading")
    question = question_text.worded(upshot, question)
    sides = question_text.sides(upshot, question)
    reasons = [question_text.side_text(question, side) for side in sides]
    text = _question_text(conversation, upshot, question, reasons)
    _follow(conversation, _ask(conversation, question, [heading, *text]))


def _ask_again(conversation: Conversation, name: str) -> Move:
    """Ask a question that is answered; Enter keeps the answer."""
    upshot = conversation.upshot()
    question = question_text.worded(upshot, conversation.kb.questions[name])
    text = _question_text(conversation, upshot, question)
    shown = ["", *text, prompt_text.kept_text(upshot, question)]
    return _ask(conversation, question, shown, enter_keeps=True)


def _question_text(
    conversation: Conversation, upshot: Upshot, question: Question, reasons: Iterable[str] = ()
) -> prompt_text.Shown:
    """Give a question as it is shown here, with what its choices would come to."""
    offered = _offered(conversation, question)
    columns = beside.columns(upshot, offered)
    return prompt_text.question_text(offered, reasons, columns, conversation.width())


def _offered(conversation: Conversation, question: Question) -> Question:
    """Give a question without the choices given to others."""
    return without(question, taken(conversation.kb, question, conversation.answers))


def _ask(
    conversation: Conversation,
    question: Question,
    shown: Iterable[str],
    enter_keeps: bool = False,
) -> Move:
    """Show a question, and read until it is answered or the person goes elsewhere.

    `enter_keeps`: a line with nothing in it leaves the answer there is.
    """
    conversation.show(shown)
    doubted = ""  # a number that was asked back; Enter or the same again keeps it
    while True:
        typed, move = _read_words(conversation, question)
        if move:
            return move
        if enter_keeps and not typed and not doubted:
            return "on"
        value = _read_answer(conversation, question, typed or doubted)
        if value is None:
            continue
        if str(value) != doubted and not is_usual(question, value):
            conversation.write(prompt_text.ask_back_text(question, value))
            doubted = str(value)
        elif _accepted(conversation, question, value):
            return _after(conversation, question, value)


def _read_words(conversation: Conversation, question: Question) -> tuple[str, Move | None]:
    """Read what is no command that can be carried out here; give where it leads, if elsewhere."""
    while True:
        typed, command = _read_line(conversation)
        if command in _ELSEWHERE:
            return "", _ELSEWHERE[command]
        if not command:
            return typed, None
        _carry_out(conversation, command, question)


def _read_answer(conversation: Conversation, question: Question, typed: str) -> Value | None:
    """Read what was typed as an answer; say why it is none, and give None."""
    elsewhere = taken(conversation.kb, question, conversation.answers)
    try:
        return read_typed(called_by_its_label(question), typed, elsewhere)
    except ValueError as error:
        _refuse(conversation, typed, " ".join(error.args))
        return None


def _refuse(conversation: Conversation, typed: str, message: str) -> None:
    """Say why a line is no answer; where it speaks of distress, first whom to call."""
    if speaks_of_distress(conversation.kb, typed):
        conversation.write(f"\n{prompt_text.support_text(conversation.kb)}\n")
    conversation.write(Said(message, "error"))


def _accepted(conversation: Conversation, question: Question, value: Value) -> bool:
    """Take an answer, or say why it can't be; tell which."""
    try:
        conversation.take(question, value)
    except BadAnswer as error:
        conversation.write(Said(" ".join(error.args), "error"))
        return False
    return True


def _after(conversation: Conversation, question: Question, value: Value) -> Move:
    """Go on after an answer; where it speaks of distress, not without a word."""
    if not distressed(question, value):
        return "on"
    if question.acknowledge:
        return _pause(conversation, question)
    conversation.write(f"\n{prompt_text.offer_text(conversation.kb)}")
    return "on"


def _pause(conversation: Conversation, question: Question) -> Move:
    """Let the person choose: stop here, go on, or see a plan of two lines. Raises Quit to stop."""
    ways_on = prompt_text.ways_on(question)
    conversation.show(prompt_text.pause_text(conversation.kb, question))
    while True:
        typed, move = _read_words(conversation, ways_on)
        if move:
            return move
        way = _read_answer(conversation, ways_on, typed)
        if way == "on":
            return "on"
        if way == "stop":
            raise Quit(conversation.answers)
        if way == "plan":
            plan = prompt_text.short_plan_text(conversation.upshot())
            conversation.show([plan, "", *prompt_text.question_text(ways_on)])


def _read_line(conversation: Conversation) -> tuple[str, str]:
    """Read a line; give it, and the command that it is (empty for none)."""
    try:
        typed = conversation.read("> ").strip()
    except (EOFError, KeyboardInterrupt):
        raise Quit(conversation.answers) from None
    return typed, read_command(typed)


def _carry_out(conversation: Conversation, command: str, question: Question | None = None) -> None:
    """Carry out a command at a question, or without one at the review; raise Quit for `quit`."""
    if command == "quit":
        raise Quit(conversation.answers)
    if command == "save":
        conversation.save_on_request(dict(conversation.answers))
    elif command == "support":
        conversation.write(prompt_text.support_text(conversation.kb))
    elif question is None:
        conversation.show(prompt_text.review_help_text(conversation.kb))
    elif command == "why":
        outcome = conversation.outcome()
        conversation.write(prompt_text.why_text(outcome, question, conversation.rules))
    else:
        offered = _offered(conversation, question)
        columns = beside.columns(conversation.upshot(), offered) if offered.beside else ()
        kb, width = conversation.kb, conversation.width()
        conversation.show(prompt_text.help_text(kb, offered, columns, width))


def _follow(conversation: Conversation, move: Move) -> None:
    """Follow the person back, or to the list of answers, until they go on."""
    while move != "on":
        move = _go_back(conversation) if move == "back" else _review(conversation)


def _go_back(conversation: Conversation) -> Move:
    """Ask the answered questions again, the last first, while the person goes further back."""
    asked = conversation.upshot().asked
    answered = [name for name in conversation.order if name in asked]
    for name in reversed(answered):
        move = _ask_again(conversation, name)
        if move != "back":
            return move
    conversation.write("This is the first question.")
    return "on"


def _review(conversation: Conversation) -> Move:
    """List the answers that count, and let one be changed; only what hangs on it is asked again."""
    upshot = conversation.upshot()
    names = [name for name in upshot.asked if name in upshot.answers]
    conversation.write(prompt_text.answers_text(upshot, names))
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
            _refuse(conversation, typed, message)
