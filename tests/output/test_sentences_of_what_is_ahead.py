"""What is not decided yet is said as a case, with the way on that it would have."""

from small_base import base

from engine.consultation.consult import consult
from engine.output.explanation_text import sentence


def test_a_way_on_that_rests_on_what_is_ahead_is_said_after_its_case(tmp_path):
    kb = base(
        """
        questions:
          - {id: came, ask: Has it come?, label: Come, type: yes-no, future: Not yet}
        nodes:
          - id: start
            title: Is it there?
            branches:
              - {when: {came: yes}, label: come, go: end}
              - {when: {came: no}, label: not come, go: end}
        """,
        tmp_path,
    )
    outcome = consult(kb, {"came": "not_yet"})
    said = [sentence(outcome, firing) for firing in outcome.trace if firing.kind != "need"]
    assert said[:3] == [
        "“Has it come?” is not decided yet, so the plan looks at each answer.",
        "If come is “Yes”: at “Is it there?” the way on is “come”.",
        "If come is “No”: at “Is it there?” the way on is “not come”.",
    ]
