"""A group of steps that wait on the world is headed by what it hangs on last, and no more."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.output.hinge import hinge

BASE = """
    questions:
      - id: parcel
        ask: What came?
        label: Parcel
        type: choice
        choices: {whole: All of it, half: Half of it, nothing: Nothing}
        future: Not yet
        suppose:
          - {values: [whole], say: all of it comes}
          - {values: [half], say: half of it comes}
          - {values: [nothing], say: nothing comes}
          - {values: [half, nothing], say: something is missing}
      - id: spare
        ask: Is there a spare one?
        label: Spare
        type: yes-no
        future: Not yet
        suppose:
          - {values: ["yes"], say: there is a spare one}
          - {values: ["no"], say: there is no spare one}
    nodes:
      - id: post
        title: The post
        branches:
          - {when: {parcel: whole}, label: whole, go: end}
          - {when: {parcel: [half, nothing]}, label: not whole, go: shop}
      - id: shop
        title: The shop
        branches:
          - {when: {spare: yes, parcel: nothing}, label: a whole one, go: wait}
          - {when: {spare: yes, parcel: {not: nothing}}, label: a half, go: end}
          - {when: {spare: no}, label: none, go: wait}
      - {id: wait, title: A week without}
    actions:
      - {id: open, at: post, do: Open it., how: H., because: B., strength: must, when: {parcel: whole}}
      - {id: ask, at: shop, do: Ask., how: H., because: B., strength: must}
      - {id: pay, at: shop, do: Pay., how: H., because: B., strength: must, when: {spare: yes}}
      - {id: claim, at: shop, do: Claim., how: H., because: B., strength: must, when: {spare: yes, parcel: half}}
      - {id: write, at: wait, do: Write., how: H., because: B., strength: must}
      - {id: lend, at: wait, do: Lend., how: H., because: B., strength: must, when: {parcel: half}}
"""


@pytest.fixture
def headings(tmp_path):
    outcome = consult(base(BASE, tmp_path), {"parcel": "not_yet", "spare": "not_yet"})
    return {step.action.id: hinge(outcome, step) for step in outcome.actions}


def test_the_last_chance_stands_alone_where_it_can_come_up_in_no_other_way(headings):
    assert headings["open"] == "if all of it comes"
    assert headings["ask"] == "if something is missing"
    assert headings["pay"] == "if there is a spare one"


def test_a_chance_before_it_is_said_where_it_narrows_the_case(headings):
    assert headings["claim"] == "if half of it comes, and there is a spare one"
    assert headings["lend"] == "if half of it comes, and there is no spare one"


def test_cases_that_take_a_sentence_to_say_go_by_the_title_of_their_node(headings):
    assert headings["write"] == "if it comes to “A week without”"
