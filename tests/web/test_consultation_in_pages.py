"""A consultation as pages: a question a page, back, changes, errors, the answers to check, the plan."""

import datetime
import re

import pytest
from small_base import base
from visitor import Visitor, asked, seen, title
from worlds import outcome_of_case, shipped_case, small_case

from engine.output import formats
from engine.output.layout import WIDTH
from engine.web.form import texts
from engine.web.kept import Kept, packed, unpacked

SETTLING = """
    questions:
      - {id: place, ask: Where are you?, label: Place, type: choice, choices: {home: At home, away: Away}, source: book}
      - id: sure
        ask: Really away?
        label: Away by the calendar
        type: choice
        choices: {"yes": "Yes", at-home: "No, at home"}
        settles: {at-home: {place: home}}
        source: book
    nodes:
      - id: start
        title: Start
        source: book
        branches:
          - {go: over, when: {place: home}, label: at home, because: so, source: book}
          - {go: over, when: {place: away, sure: yes}, label: away, because: so, source: book}
      - {id: over, title: Over, end: person, source: book}
    sources:
      - {id: book, title: A book, publisher: "-", status: ours, checked_on: 2026-11-01, review_by: 2027-11-01, claims: {p: It says so.}}
"""


@pytest.fixture
def visitor(small):
    return Visitor(small)


def answered(visitor, **answers):
    """Answer questions one after the other, from the start."""
    visitor.get("/next")
    for name, answer in answers.items():
        assert visitor.path == f"/question/{name}"
        visitor.answer(*([answer] if isinstance(answer, str) else answer))
    return visitor


@pytest.mark.parametrize("name", ["late-abroad", "airport-waiting"])
def test_a_whole_case_answered_page_by_page_gives_the_plan_of_its_file(small, name):
    outcome = outcome_of_case(small_case(name))
    visitor = Visitor(small, outcome.today).get("/next")
    while visitor.path != "/answers":
        question = visitor.path.removeprefix("/question/")
        visitor.answer(*texts(outcome.answers[question]))
    assert unpacked(visitor.kept, small).answers == outcome.answers
    paper = formats.Paper(WIDTH, outcome.today, lambda _: [])
    assert visitor.get("/plan.json").reply.body == formats.named("json").write(outcome, paper)
    assert "<h1>Your plan</h1>" in visitor.get("/plan").body


def test_a_question_shows_its_step_its_words_its_help_and_its_choices(visitor):
    assert asked(answered(visitor, place="abroad", police="yes")) == [
        "Back",
        "Report it · step 1 of 2, about 3 more",
        "And how are you?",
        "It changes what the plan puts first, nothing else.",
        "( ) All right",
        "( ) Shaken, I can't think",
        "( ) Rather not say",
    ]
    assert title(visitor) == "Nerves · A lost passport"


def test_below_it_stand_why_it_is_asked_the_answers_so_far_and_the_path_in_words(visitor):
    lines = seen(answered(visitor, place="airport"))
    assert lines[lines.index("Continue") + 1 :] == [
        "Why is this asked?",
        "It decides where you go from “Has it turned up?”: Ready to leave; Emergency passport or later flight?",
        "Source: small, ours",
        "Your answers so far (1)",
        "Where you are: At the airport",
        "See them all, and change one",
        "Your path so far",
        "At the counter (this week)",
        "2. The search (you are here, November 22, 2026)",
        "Next, should: Ask at the desk for lost things every day.",
        "3. Has it turned up? (for now)",
        "Waits for your answer",
    ]


def test_the_picture_beside_it_shows_the_phase_and_nothing_private(visitor):
    answered(visitor, place="abroad", police="no", nerves="shaken")
    svg = visitor.body[visitor.body.index("<svg") : visitor.body.index("</svg>")]
    assert "Is it reported?" in svg
    assert "Sit down" not in svg


def test_what_choices_would_come_to_stands_beside_them(kb):
    visitor = Visitor(kb, kept=packed(Kept({"stage": "rotations", "step2_ck": 228})))
    outcome_columns = [
        "Target specialty",
        "range from",
        "points below",
        "( ) Dermatology",
        "250",
        "22",
    ]
    while visitor.get("/next").path != "/question/specialty":
        question = kb.questions[visitor.path.removeprefix("/question/")]
        visitor.answer(next(iter(question.words)))
    lines = asked(visitor)
    assert [line for line in lines if line in outcome_columns][:6] == outcome_columns


def test_the_ruler_stands_above_every_phase_once(kb):
    outcome = outcome_of_case(shipped_case("c-dermatology-228"))
    visitor = Visitor(kb, outcome.today, packed(Kept(outcome.answers)))
    for name in ("red_flags", "geography", "letters"):
        assert visitor.get(f"/question/{name}").body.count("you, 228 ± 6") == 1, name


def test_back_leads_to_the_answer_before_where_it_is_chosen(visitor):
    answered(visitor, place="abroad")
    assert 'href="../question/place">Back</a>' in visitor.body
    assert "(x) Abroad, in a hotel" in asked(visitor.get("/question/place"))
    assert 'href="../">Back</a>' in visitor.body


def test_a_changed_answer_leads_to_the_question_that_it_opens(visitor):
    answered(visitor, place="airport", found="yes")
    assert visitor.path == "/answers"
    visitor.send("/question/place", answer="abroad")
    assert visitor.path == "/question/police"


def test_an_answer_that_no_longer_counts_is_named_and_comes_back(visitor):
    answered(visitor, place="airport", found="no", way="later")
    visitor.send("/question/place", answer="abroad").get("/answers")
    assert "Kept, but not asked with the answers above: Turned up; The way out." in seen(visitor)
    visitor.send("/question/place", answer="airport")
    assert visitor.path == "/answers"


def test_the_answers_to_check_stand_by_phase_each_with_a_way_to_change_it(visitor):
    assert seen(answered(visitor, place="airport", found="no", way="later")) == [
        "Check your answers",
        "Nothing more has to be asked. A change may open a question, or close some.",
        "First: report it",
        *("Where you are", "At the airport", "Change Where you are"),
        "At the counter",
        *("Turned up", "No", "Change Turned up"),
        *("The way out", "A later flight", "Change The way out"),
        "Show my plan",
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([], "Nothing was entered. Give a whole number from 0 to 90."),
        (["  "], "Nothing was entered. Give a whole number from 0 to 90."),
        (["abc"], '"Days left" can\'t be "abc". Give a whole number from 0 to 90.'),
        (["²"], '"Days left" can\'t be "²". Give a whole number from 0 to 90.'),
        (["91"], '"Days left" can\'t be 91. Give a whole number from 0 to 90.'),
    ],
)
def test_a_number_that_can_not_be_is_told_and_stays_in_its_field(visitor, sent, said):
    answered(visitor, place="abroad", police="yes", nerves="calm").answer(*sent)
    assert (visitor.reply.status, title(visitor)) == (422, "Error: Days left · A lost passport")
    assert said in asked(visitor)
    assert f"[{''.join(sent).strip()}]" in asked(visitor)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([], "Nothing was entered. Choose an answer."),
        (["copy", "none"], "“None of these” stands alone. Keep it, or what else you entered."),
        (["declined", "card"], "“Rather not say” stands alone. Keep it, or what else you entered."),
        (["key"], '"Papers left" can\'t be "key". Known here: card, copy, declined, none, photos.'),
    ],
)
def test_choices_that_can_not_be_are_told_and_stay_chosen(visitor, sent, said):
    answered(visitor, place="abroad", police="yes", nerves="calm", days="60", country="graustark")
    assert visitor.answer(*sent).reply.status == 422
    lines = asked(visitor)
    assert said in lines
    words = visitor.kb.questions["proofs"].words
    chosen = [line for line in lines if line.startswith("(x)")]
    assert chosen == [f"(x) {words[name]}" for name in words if name in sent]


def test_an_error_keeps_the_answers_as_they_were(visitor):
    before = answered(visitor, place="abroad").kept
    visitor.answer("perhaps")
    assert (visitor.reply.status, visitor.reply.kept, visitor.kept) == (422, None, before)


def test_a_strange_number_is_asked_back_once(kb):
    visitor = Visitor(kb, kept=packed(Kept({"stage": "rotations"})))
    while visitor.get("/next").path != "/question/step2_ck":
        visitor.answer(next(iter(kb.questions[visitor.path[10:]].words)))
    visitor.answer("150")
    assert visitor.reply.status == 422
    said = "Nearly all scores lie between 180 and 285. Is this the three-digit number on your report? To keep 150, continue."
    assert said in asked(visitor)
    assert '<input type="hidden" name="sure" value="150">' in visitor.body
    visitor.send(visitor.path, answer="150", sure="150")
    assert unpacked(visitor.kept, kb).answers["step2_ck"] == 150
    assert visitor.send("/question/step2_ck", answer="151", sure="150").reply.status == 422


def test_a_choice_given_to_another_question_is_not_offered_and_not_taken(kb):
    answers = outcome_of_case(
        small_case("late-abroad")
    )  # read once: another base, to be told apart
    assert answers.kb is not kb
    visitor = Visitor(kb, kept=packed(Kept({"specialty": "psychiatry", "stage": "rotations"})))
    while visitor.get("/next").path != "/question/backup_specialty":
        question = kb.questions[visitor.path[10:]]
        visitor.answer("228" if question.type == "integer" else next(iter(question.words)))
    assert "( ) Psychiatry" not in asked(visitor)
    assert '"Psychiatry" is already your answer to "Target specialty". Choose another.' in asked(
        visitor.answer("psychiatry")
    )


def test_what_an_answer_settles_is_said_on_the_next_page(tmp_path):
    visitor = answered(Visitor(base(SETTLING, tmp_path)), place="away", sure="at-home")
    assert visitor.path == "/answers"
    assert seen(visitor)[0] == "Taken as: Place: At home."
    assert unpacked(visitor.kept, visitor.kb).answers == {"place": "home"}


def test_a_question_that_is_not_asked_here_leads_to_the_one_that_is(visitor):
    answered(visitor, place="airport")
    assert visitor.get("/question/days").path == "/question/found"
    assert visitor.send("/question/days", answer="5").path == "/question/found"
    assert "days" not in unpacked(visitor.kept, visitor.kb).answers


def test_who_comes_back_is_told_where_they_stand(visitor):
    answered(visitor, place="airport", found="no").get("/")
    assert seen(visitor)[3:-2] == [
        "You were here before.",
        "Where you are: At the airport",
        "Turned up: No",
        "Go on",
    ]


def test_erasing_leaves_nothing(visitor):
    answered(visitor, place="airport").send("/erase")
    assert (visitor.kept, visitor.path) == ("", "/erased")
    assert seen(visitor)[0] == "Your answers are erased. This browser keeps none of them any more."
    assert visitor.get("/next").path == "/question/place"


def test_a_case_file_is_gone_on_from_on_its_own_day(visitor):
    text = small_case("airport-lost").read_text()
    assert visitor.send("/open", case=text).path == "/answers"
    kept = unpacked(visitor.kept, visitor.kb)
    assert kept.answers == {"place": "airport", "found": "no", "way": "emergency"}
    assert kept.today == datetime.date(2026, 12, 14)
    assert visitor.get("/me.yaml").body == (
        "today: 2026-12-14\nanswers:\n  place: airport\n  found: no\n  way: emergency\n"
    )


def test_what_no_longer_applies_in_a_file_is_named(visitor):
    visitor.send("/open", case="answers: {place: airport, gone: 1}")
    assert visitor.path == "/question/found"
    assert 'there is no question "gone".' in seen(visitor)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No file was chosen, or it is empty. Choose the file you kept."),
        ("- a list", "your file:1:1 wrong-type: a case is a mapping. Start with answers:"),
    ],
)
def test_a_file_that_is_no_case_is_told_and_nothing_is_taken(visitor, text, said):
    before = answered(visitor, place="abroad").kept
    visitor.send("/open", case=text)
    assert (visitor.reply.status, visitor.kept) == (422, before)
    assert said in seen(visitor)


def test_an_address_that_leads_nowhere_says_so(visitor):
    for path in ("/nix", "/question", "/question/", "/question/nix", "/plan.json/", "/answers/"):
        assert seen(visitor.get(path))[:2] == ["That did not work", "There is no such page."]
        assert visitor.reply.status == 404
    assert visitor.send("/answers").reply.status == 404


def test_no_address_title_or_file_name_says_an_answer(small):
    outcome = outcome_of_case(small_case("shaken-abroad"))
    visitor, titles, names = Visitor(small, outcome.today).get("/next"), [], []
    while visitor.path != "/answers":
        titles.append(title(visitor))
        visitor.answer(*texts(outcome.answers[visitor.path.removeprefix("/question/")]))
    for path in ("/support", "/two-lines", "/keep", "/plan", "/done", "/texts", "/what-if"):
        titles.append(title(visitor.get(path)))
    titles.append(title(visitor.send("/what-if/days", answer="80")))
    for path in ("/me.yaml", "/plan.html", "/plan.ics", "/path.svg"):
        names.append(visitor.get(path).reply.name)
    said = " ".join([*visitor.asked, *titles, *names]).lower()
    given = [text for value in outcome.answers.values() for text in texts(value)]
    given += [
        small.questions[name].words.get(str(value), "") for name, value in outcome.answers.items()
    ]
    for text in filter(None, [*given, outcome.facts["hurry"]]):
        assert not re.search(rf"\b{re.escape(text.lower())}\b", said), text


def test_before_the_first_answer_there_is_nothing_to_look_at_or_to_erase(visitor):
    for words in ("Your answers", "Your plan", "Erase my answers"):
        assert words not in visitor.get("/").body
        assert words in answered(Visitor(visitor.kb), place="airport").get("/").body
    assert "Someone to talk to" in visitor.get("/").body
