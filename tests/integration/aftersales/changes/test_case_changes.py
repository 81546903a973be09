"""P03: all of a case, what people wrote and the files among it, is the sum of what its writes kept beside it."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.store.case_changes import CaseChange, change_of, folded
from functions.aftersales.store.cases import case_writes, get_case
from functions.aftersales.store.records import CaseChangeRecord, CaseRecord, case_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from tests.integration.aftersales.sold import Sold, later

MUGS = 0


def changes_of(case_id: str) -> list[CaseChange]:
    return [change_of(item) for item in in_partition(CaseChangeRecord, case_pk(case_id), beginning="CHANGE#")]


def test_each_version_of_a_case_is_folded_whole(sold: Sold) -> None:
    """P03: its clause, answer and files among it, and what no event tells, such as a file that was shown later."""
    was: list[tuple[str, Case]] = []

    def noted(case_id: str) -> None:
        case = get_case(case_id)
        was.append((changes_of(case_id)[-1].at, case))
        assert folded(changes_of(case_id)) == case

    opened = sold.opened((MUGS, 2), evidence=[sold.evidence()], note="太小了")
    noted(opened["id"])
    with later(minutes=1):
        assert sold.mine(opened, "evidence", {"evidence": [sold.evidence()]}).status == 200
        noted(opened["id"])
    with later(minutes=2):
        assert sold.staff(opened, "reject", {"reason": "穿过了 👟"}).status == 200
        noted(opened["id"])
    changes = changes_of(opened["id"])
    assert [folded(changes, at) for at, _ in was] == [case for _, case in was]
    last = was[-1][1]
    assert (last.note, last.answer, len(last.evidence), last.lines[0].clause.policy_id) == ("太小了", "穿过了 👟", 2, "default")
    assert set(changes[1].now) == {"evidence"}
    assert folded(changes, "2020-01-01T00:00:00.000Z") is None


def test_what_people_wrote_is_sealed_in_it(sold: Sold) -> None:
    opened = sold.opened((MUGS, 1), note="my own words")
    [item] = in_partition(CaseChangeRecord, case_pk(opened["id"]), beginning="CHANGE#")
    assert "my own words" not in (item.body or "")
    assert change_of(item).now["note"] == "my own words"


def test_a_case_that_the_release_before_wrote_is_kept_whole_when_it_is_next_written(sold: Sold) -> None:
    opened = sold.opened((MUGS, 1), note="x")
    record = find(CaseRecord, case_pk(opened["id"]), "CASE")
    assert record is not None
    for item in in_partition(CaseChangeRecord, record.pk, beginning="CHANGE#"):
        item.delete()
    record.update([CaseRecord.body.set(dump(replace(load(Case, record.body), changes_kept=False)))])
    before = get_case(opened["id"])
    transact(case_writes(before, replace(before, deadline="2030-01-01T00:00:00.000Z")))
    assert folded(changes_of(opened["id"])) == get_case(opened["id"])
