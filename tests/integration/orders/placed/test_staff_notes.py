"""X46: what staff write on an order for each other. Its buyer sees none of it, in no answer and no event."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.noting import write_notes
from functions.orders.placed import order_fields
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from tests.integration.catalog.support import made
from tests.integration.orders.buyer import a_variant, an_order, staff
from tests.support.events import events_in
from tests.support.races import in_between

SECRET = "asked twice about the parcel 😀"


@pytest.fixture
def order() -> Any:
    return an_order(a_variant())


def path_of(order: Any) -> str:
    return f"/v1/admin/orders/{order[0]['id']}"


def test_notes_are_written_read_changed_and_removed(order: Any) -> None:
    placed, buyer = order
    path = f"{path_of(order)}/notes"
    support, packer, finance = staff("support"), staff("warehouse"), staff("finance")
    first = made(support.post(path, {"text": SECRET}))
    second = made(packer.post(path, {"text": "The box is dented."}))
    newest = sorted([first["id"], second["id"]], reverse=True)
    assert [one["id"] for one in finance.get(path).json["data"]] == newest
    page = finance.get(f"{path}?limit=1").json
    assert [one["id"] for one in finance.get(f"{path}?limit=1&cursor={page['next_cursor']}").json["data"]] == newest[1:]
    assert (first["version"], first["edited_at"], first["author"] != second["author"]) == (1, None, True)
    one = f"{path}/{second['id']}"
    changed = made(packer.patch(one, {"text": "It is not."}, If_Match='"1"'))
    assert (changed["text"], changed["version"], changed["edited_by"]) == ("It is not.", 2, second["author"])
    assert packer.patch(one, {"text": "x"}, If_Match='"1"').code == "version_conflict"
    assert finance.patch(one, {"text": "of another"}).status == 403
    assert finance.delete(one).status == 403
    assert support.patch(one, {"text": "who may change orders"}).status == 200
    assert support.delete(one, If_Match='"2"').code == "version_conflict"
    assert support.delete(one).status == 204
    assert support.delete(one).status == 404
    for url in ("", "/timeline", "/events"):
        assert SECRET not in buyer.get(f"/v1/orders/{placed['id']}{url}").text
    assert not any(SECRET in str(event) for event in events_in(OrdersTable))
    assert staff("analyst").get(path).status == 403
    kept = [item.body for item in OrdersTable.query(order_pk(placed["id"])) if item.kind == "note"]
    assert len(kept) == 1
    assert SECRET[:10] not in kept[0], "sealed"


@pytest.mark.parametrize(("body", "status"), [({}, 422), ({"text": ""}, 422), ({"text": "x" * 4001}, 422), ({"text": 1}, 422)])
def test_a_note_that_says_nothing_is_refused(order: Any, body: dict[str, Any], status: int) -> None:
    assert staff().post(f"{path_of(order)}/notes", body).status == status
    assert staff().get(f"{path_of(order)}/notes").json["data"] == []


def test_a_note_on_what_is_not_there_is_refused() -> None:
    for order_id in ("ord_01JD0000000000000000000000", "nothing"):
        for answer in (
            staff().post(f"/v1/admin/orders/{order_id}/notes", {"text": "x"}),
            staff().get(f"/v1/admin/orders/{order_id}/notes"),
        ):
            assert answer.status == 404
    known = an_order(a_variant())
    assert staff().patch(f"{path_of(known)}/notes/note_01JD0000000000000000000000", {"text": "x"}).status == 404


def test_a_buyer_who_is_erased_while_a_note_is_written(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def erase() -> None:
        OrderRecord(order_pk(order[0]["id"]), ORDER_SK).update([OrderRecord.erased_at.set("2026-11-28T00:00:00.000Z")])

    in_between(monkeypatch, write_notes, "note_writes", erase)
    assert staff().post(f"{path_of(order)}/notes", {"text": "x"}).code == "buyer_erased"
    assert staff().get(f"{path_of(order)}/notes").json["data"] == []


def test_two_who_change_one_note_at_once(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{path_of(order)}/notes"
    one = f"{path}/{made(staff().post(path, {'text': 'first'}))['id']}"
    in_between(monkeypatch, write_notes, "note_writes", lambda: staff().patch(one, {"text": "theirs"}))
    assert made(staff().patch(one, {"text": "mine"}))["version"] == 3


def test_a_note_that_is_changed_while_it_is_removed_is_looked_at_again(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path, writer = f"{path_of(order)}/notes", staff()
    one = f"{path}/{made(writer.post(path, {'text': 'first'}))['id']}"
    in_between(monkeypatch, write_notes, "note_removal", lambda: writer.patch(one, {"text": "newer"}))
    assert writer.delete(one, If_Match='"1"').code == "version_conflict"
    assert [one["text"] for one in writer.get(path).json["data"]] == ["newer"]
    assert writer.delete(one).status == 204


def found(query: str, role: str = "owner") -> list[str]:
    return [row["number"] for row in staff(role).get(f"/v1/admin/orders?{query}").json["data"]]


def test_orders_are_found_by_their_tags() -> None:
    orders = [an_order(a_variant()) for _ in range(3)]
    numbers = [one[0]["number"] for one in orders]
    for order in orders:
        tagged = made(staff("support").patch(path_of(order), {"tags": ["VIP", " vip ", "加急  件"]}, If_Match='"1"'))
        assert (tagged["tags"], tagged["version"]) == (["VIP", "加急 件"], 2)
    assert found("tag=vip") == numbers[::-1]
    assert found("tag=Vip&status=paid") == []
    assert found("tag=%E5%8A%A0%E6%80%A5%20%E4%BB%B6&status=pending_payment&limit=100", "warehouse") == numbers[::-1]
    first = staff().get("/v1/admin/orders?tag=vip&limit=2").json
    assert [row["tags"] for row in first["data"]] == [["VIP", "加急 件"]] * 2
    assert found(f"tag=vip&limit=2&cursor={first['next_cursor']}") == numbers[:1]
    assert made(staff().patch(path_of(orders[0]), {"tags": ["vip"]}))["tags"] == ["vip"], "written otherwise"
    assert made(staff().patch(path_of(orders[1]), {"tags": []}))["tags"] == []
    assert found("tag=vip") == [numbers[2], numbers[0]]
    assert found("tag=nobody") == []
    assert made(staff().patch(path_of(orders[0]), {"private_metadata": {"a": "b"}}))["tags"] == ["vip"], "what is not sent stays"


def test_a_tag_is_no_concern_of_the_buyer(order: Any) -> None:
    placed, buyer = order
    made(staff().patch(path_of(order), {"tags": ["difficult"]}))
    for url in ("", "/timeline", "/events"):
        assert "difficult" not in buyer.get(f"/v1/orders/{placed['id']}{url}").text
    edited = [event for event in events_in(OrdersTable) if event.type == "order.edited"]
    assert [event.data["fields"] for event in edited] == [["tags"]]
    assert "difficult" not in str(edited)


@pytest.mark.parametrize("tags", [[""], [" "], ["x" * 41], ["a\nb"], [f"t{n}" for n in range(21)], "VIP", [1]])
def test_tags_that_are_none_are_refused(order: Any, tags: Any) -> None:
    assert staff().patch(path_of(order), {"tags": tags}).status == 422
    assert staff().get(path_of(order)).json["tags"] == []


def test_two_who_tag_one_order_at_once_leave_the_index_as_the_order_says(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    in_between(monkeypatch, order_fields, "tag_writes", lambda: staff().patch(path_of(order), {"tags": ["theirs"]}))
    assert made(staff().patch(path_of(order), {"tags": ["mine"]}))["tags"] == ["mine"]
    assert (found("tag=theirs"), found("tag=mine")) == ([], [order[0]["number"]])


def test_a_cursor_of_another_list_is_refused(order: Any) -> None:
    made(staff().patch(path_of(order), {"tags": ["vip"]}))
    made(staff().patch(path_of(an_order(a_variant())), {"tags": ["vip"]}))
    cursor = staff().get("/v1/admin/orders?tag=vip&limit=1").json["next_cursor"]
    assert staff().get(f"/v1/admin/orders?tag=other&cursor={cursor}").code == "invalid_cursor"
