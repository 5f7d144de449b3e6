"""An outcome in which every text of the advisor is trouble."""

import msgspec

START = '<b>&"quotes"</b> {x|y} \\N *_`#| 😀 שלום'
HOSTILE = f"{START} " + "long " * 40


def hostile(outcome):
    nodes = {}
    for step in outcome.path:
        branches = tuple(
            msgspec.structs.replace(branch, label=HOSTILE, because=HOSTILE)
            for branch in step.node.branches
        )
        nodes[step.node.id] = msgspec.structs.replace(
            step.node, title=HOSTILE, text=HOSTILE, branches=branches
        )

    def changed(step):
        node, branch = nodes[step.node.id], None
        if step.branch:
            branch = node.branches[step.node.branches.index(step.branch)]
        return msgspec.structs.replace(step, node=node, branch=branch)

    def advised(recommendation):
        action = msgspec.structs.replace(
            recommendation.action, do=HOSTILE, how=HOSTILE, because=HOSTILE
        )
        return msgspec.structs.replace(recommendation, action=action)

    return msgspec.structs.replace(
        outcome,
        path=tuple(map(changed, outcome.path)),
        actions=tuple(map(advised, outcome.actions)),
    )
