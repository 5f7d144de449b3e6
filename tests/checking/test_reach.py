"""The check finds nodes that nobody reaches, and actions that nobody who comes there meets."""

from small_base import base

from engine.checking.proof import prove

HOUSE = """
questions:
  - {id: key, ask: x, label: x, type: yes-no}
  - {id: dog, ask: x, label: x, type: choice, choices: {none: None, small: Small, large: Large}}
conclusions:
  - id: barks
    label: x
    type: yes-no
    rules:
      - {when: {dog: none}, then: no, because: x}
      - {when: {dog: [small, large]}, then: yes, because: x}
nodes:
  - id: door
    title: x
    branches:
      - {when: {key: yes, barks: no}, label: in, go: hall}
      - {when: {key: yes, barks: yes}, label: wait, go: porch}
      - {when: {key: no}, label: away, go: end}
  - id: hall
    title: x
    branches:
      - {when: {dog: none}, label: quiet, go: room}
      - {when: {dog: small}, label: small, go: kennel}
      - {when: {dog: large}, label: large, go: kennel}
  - {id: kennel, title: x, branches: [{label: on, go: yard}]}
  - {id: yard, title: x, end: residency}
  - {id: room, title: x, end: residency}
  - {id: porch, title: x, end: residency}
actions:
"""
ACTION = "{do: x, how: x, because: x, strength: must"


def proved(actions, tmp_path):
    said = [str(problem) for problem in prove(base(HOUSE + actions, tmp_path))]
    return [line.replace(f"{tmp_path}/base/", "") for line in said]


def test_a_node_that_nobody_reaches_is_told_and_not_what_comes_after_it(tmp_path):
    at_lost = f"  - {ACTION}, id: feed, at: yard}}\n"
    assert proved(at_lost, tmp_path) == [
        'one.yaml:25:5 never: node "kennel" can never be reached. Look at the branches that lead '
        "there, together with those before them."
    ]


def test_an_action_whose_condition_contradicts_the_way_to_its_node_is_told(tmp_path):
    actions = f"""\
  - {ACTION}, id: sit, at: room, when: {{key: yes, dog: none}}}}
  - {ACTION}, id: hush, at: room, when: {{barks: yes}}}}
  - {ACTION}, id: call, at: [room, porch], when: {{barks: yes}}}}
"""
    assert [line for line in proved(actions, tmp_path) if "kennel" not in line] == [
        'one.yaml:31:5 never: action "hush" can never apply: nobody who meets it comes to its '
        "node. Look at its condition together with the branches that lead there."
    ]
