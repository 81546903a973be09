"""C09: an outside system that is set hears of the pick requests that were made before it, once, as long as nobody has begun them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.store.records import find
from functions.warehouse.app import follow_parcels
from functions.warehouse.picking import retell
from functions.warehouse.store.records import PICK_SK, PickRecord, WarehouseTable, pick_pk
from tests.integration.warehouse.systems import Systems, as_owner, handed_out, sent
from tests.integration.warehouse.test_wms import pick_now, requested, wms
from tests.support.events import events_in, sqs_of_events
from tests.support.races import in_between

__all__ = ["wms"]
PATH = "/v1/admin/warehouses/w1/wms"


def heard_of(times: int = 2) -> list[dict[str, Any]]:
    """The bus tells that a system was set, more than once."""
    for _ in range(times):
        told = sqs_of_events(events_in(WarehouseTable, "wms.set"))
        assert follow_parcels(told, None) == {"batchItemFailures": []}
    return [one.data for one in events_in(WarehouseTable, "pick.requested")]


def test_what_nobody_began_is_told_to_the_system_that_takes_over(wms: Systems) -> None:
    """C09: over HTTP, signed; what people began, and another warehouse's, stays where it is."""
    (_, waiting), (_, begun) = requested(), requested()
    assert as_owner("POST", f"/v1/admin/picks/{begun['id']}/scan", {"barcode": begun["lines"][0]["sku"]}).status == 200
    wms.runs("w1")
    told = heard_of()
    assert [one["revision"] for one in told if one["pick_id"] == waiting["id"]] == [1, 2]
    assert [one["revision"] for one in told if one["pick_id"] == begun["id"]] == [1]
    for _ in range(2):
        handed_out()
        sent()
    messages = [one["body"]["data"] for one in wms.messages("w1")]
    assert (waiting["id"], 2) in [(one["pick_id"], one["revision"]) for one in messages]
    line = waiting["lines"][0]
    assert wms.answers("w1", "pick.packed", waiting, [{"line_id": line["line_id"], "quantity": line["quantity"]}]) == [200]
    assert pick_now(waiting)["state"] == "packed"


def test_another_address_hears_it_again_and_the_same_does_not(wms: Systems) -> None:
    """C09: and one that was disabled, once it is enabled."""
    _, waiting = requested()
    revisions = []
    for body in (
        {"url": wms.address("a")},
        {"url": wms.address("a")},
        {"url": wms.address("b")},
        {"url": wms.address("b"), "enabled": False},
        {"url": wms.address("b"), "enabled": True},
    ):
        assert as_owner("PUT", PATH, body).status == 200
        revisions.append(max(one["revision"] for one in heard_of() if one["pick_id"] == waiting["id"]))
    assert revisions == [2, 2, 3, 3, 4]


def test_a_pick_that_is_begun_while_it_is_told_stays_whose_it_is(wms: Systems, monkeypatch: pytest.MonkeyPatch) -> None:
    """C09, F-E: the pick request's version decides."""
    _, waiting = requested()
    assert as_owner("PUT", PATH, {"url": wms.address("a")}).status == 200
    scan = {"barcode": waiting["lines"][0]["sku"]}
    in_between(monkeypatch, retell, "find_pick", lambda: as_owner("POST", f"/v1/admin/picks/{waiting['id']}/scan", scan))
    assert [one["revision"] for one in heard_of(1)] == [1]
    assert pick_now(waiting)["state"] == "picking"


def test_a_message_without_time_for_all_goes_on_where_it_was(wms: Systems) -> None:
    """C09: nothing is told twice, nothing is left out."""
    picks = [requested()[1] for _ in range(3)]
    assert as_owner("PUT", PATH, {"url": wms.address("a")}).status == 200
    message = sqs_of_events(events_in(WarehouseTable, "wms.set"))

    class Clock:
        """Enough for the batch to begin, then for one pick request."""

        calls = 0

        def get_remaining_time_in_millis(self) -> int:
            Clock.calls += 1
            return 30_000 if Clock.calls % 3 else 4_000

    failed = [len(follow_parcels(message, Clock())["batchItemFailures"]) for _ in range(3)]
    assert failed == [1, 1, 0]
    kept = [find(PickRecord, pick_pk(one["id"]), PICK_SK) for one in picks]
    assert [int(one.version) for one in kept if one] == [2, 2, 2]
