"""Turn changes that no case notices into what an advisor reads, and pastes into a case."""

from collections.abc import Iterable, Iterator

from engine.authoring.unheld import MOST_TRIED, Unheld
from engine.consultation.answers import plain
from engine.consultation.case_edit import pair
from engine.consultation.casefile import Case
from engine.consultation.moment import written_day
from engine.output.layout import counted


def unheld_text(unheld: Unheld, folder: str) -> str:
    """Say which change no case notices, and what to write where; `folder` holds the cases."""
    mutation = unheld.mutation
    lines = [f"{mutation.place} {mutation.kind}: {mutation.said}: no case notices."]
    if unheld.case:
        lines.append(f"  In {folder}/{unheld.case}.yaml {unheld.part}: {_expected(unheld)}")
    elif unheld.applicant:
        lines += ["  A case to add:", *_case_lines(unheld.applicant), f"    {unheld.part}:"]
        lines.append(f"      {_expected(unheld)}")
    else:
        tried = f"{MOST_TRIED} people were tried at most"
        lines.append(f"  Nobody was found for whom it makes a difference ({tried}).")
    return "\n".join(lines)


def summary(mutated: int, unheld: Iterable[Unheld]) -> str:
    """Say how many changes were made, and how many no case notices."""
    found = list(unheld)
    idle = sum(not one.case and one.applicant is None for one in found)
    made = counted(mutated, "change")
    return (
        f"{made} tried: {mutated - len(found)} noticed, {len(found) - idle} not; "
        f"for {idle} nobody was found to whom they make a difference."
    )


def _expected(unheld: Unheld) -> str:
    return pair(unheld.key, unheld.value)


def _case_lines(case: Case) -> Iterator[str]:
    if case.today:
        yield f"    today: {written_day(case.today)}"
    yield "    answers:"
    for name, value in case.answers.items():
        yield f"      {pair(name, plain(value))}"
    if case.done:
        yield "    done:"
    for name, day in case.done.items():
        yield f"      {pair(name, str(day))}"
