"""H09: favourites and browsing history: each product once, newest first, at today's price; a guest's come along at sign-in."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from functions.catalog.app import app
from functions.catalog.remembered import remember
from functions.catalog.remembered.entries import MOST, Entry, Kind, Remembered, merged, seen
from functions.catalog.remembered.records import remembered_of
from functions.privacy.store.belongings import of_customer
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from tests.integration.catalog.support import cny, published, staff
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
FAVOURITES, HISTORY = "/v1/me/favourites", "/v1/me/history"


def somebody(subject: str = "") -> Client:
    return Client(app, bearer(subject=subject or str(uuid.uuid4())))


def names(client: Client, path: str) -> list[str]:
    return [one["product_id"] for one in client.get(path).json["data"]]


def test_kept_twice_is_once_and_the_list_shows_what_is_true_now() -> None:
    me, (first, second) = somebody(), (published(), published())
    for number, product in enumerate((first, second, first)):
        with clock.frozen(NOON + timedelta(minutes=number)):
            assert me.put(f"{FAVOURITES}/{product['id']}", {}).status == 204
    assert names(me, FAVOURITES) == [second["id"], first["id"]]
    price = {"variants": [{"sku": first["variants"][0]["sku"], "price": cny(4200)}]}
    current = staff().get(f"/v1/admin/products/{first['id']}")
    changed = staff().patch(f"/v1/admin/products/{first['id']}", price, **{"if-match": current.headers["etag"]})
    assert changed.status == 200, changed.text
    shown = me.get(FAVOURITES).json["data"][1]
    assert (shown["saleable"], shown["product"]["price_from"]["amount"]) == (True, 4200)
    assert staff().post(f"/v1/admin/products/{first['id']}/unpublish").status == 200
    shown = me.get(FAVOURITES).json["data"][1]
    assert (shown["product_id"], shown["saleable"], shown["product"]) == (first["id"], False, None)
    assert me.delete(f"{FAVOURITES}/{first['id']}").status == me.delete(f"{FAVOURITES}/{first['id']}").status == 204
    assert names(me, FAVOURITES) == [second["id"]]
    assert names(somebody(), FAVOURITES) == []


def test_history_has_the_last_look_in_front_and_can_be_erased() -> None:
    me, (first, second) = somebody(), (published(), published())
    for number, product in enumerate((first, second, first)):
        with clock.frozen(NOON + timedelta(minutes=number)):
            me.put(f"{HISTORY}/{product['id']}", {})
    page = me.get(f"{HISTORY}?limit=1").json
    assert [one["product_id"] for one in page["data"]] == [first["id"]]
    last = me.get(f"{HISTORY}?limit=1&cursor={page['next_cursor']}").json
    assert ([one["product_id"] for one in last["data"]], last["next_cursor"]) == ([second["id"]], None)
    assert me.get(f"{FAVOURITES}?cursor={page['next_cursor']}").json["code"] == "invalid_cursor"
    assert (me.delete(HISTORY).status, names(me, HISTORY)) == (204, [])


def test_a_guests_come_along_once_and_from_no_time_to_come() -> None:
    subject = str(uuid.uuid4())
    me, (own, both, new) = somebody(subject), (published(), published(), published())
    with clock.frozen(NOON):
        for product in (own, both):
            me.put(f"{FAVOURITES}/{product['id']}", {})
        theirs = [
            {"product_id": new["id"], "at": "2199-01-01T00:00:00Z"}, {"product_id": both["id"], "at": "2020-01-01T00:00:00Z"},
            {"product_id": ids.derived_id("prod", "gone"), "at": "2020-01-01T00:00:00Z"},
        ]  # fmt: skip
        for _ in range(2):
            assert me.post(f"{FAVOURITES}/merge", {"entries": theirs}).json == {"count": 3}
        kept = {one.product_id: one.at for one in remembered_of(ids.customer_id(subject), Kind.FAVOURITES).entries}
        assert kept == dict.fromkeys((own["id"], both["id"], new["id"]), times.iso(NOON))
        assert me.post(f"{HISTORY}/merge", {"entries": theirs}).json == {"count": 2}
        assert names(me, HISTORY) == [new["id"], both["id"]]
        assert me.post(f"{HISTORY}/merge", {"entries": [{"product_id": "😀", "at": "now"}]}).status == 422


def test_two_devices_at_the_same_moment_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    me, (first, second) = somebody(), (published(), published())
    in_between(monkeypatch, remember, "remembered_of", lambda: me.put(f"{FAVOURITES}/{first['id']}", {}))
    me.put(f"{FAVOURITES}/{second['id']}", {})
    assert set(names(me, FAVOURITES)) == {first["id"], second["id"]}


def test_export_and_erasure_reach_both_and_nothing_comes_after() -> None:
    subject = str(uuid.uuid4())
    me, product = somebody(subject), published()
    for path in (FAVOURITES, HISTORY):
        me.put(f"{path}/{product['id']}", {})
    kinds = [one.item.kind for one in of_customer(ids.customer_id(subject))]
    assert {"favourites", "history"} <= set(kinds)
    KeyRecord(pk=key_pk(ids.customer_id(subject)), sk=KEY_SK, kind="key", erased_at=times.iso(NOON)).save()
    assert me.delete(HISTORY).status == 404


def test_they_are_bounded() -> None:
    """The last page and the row after it: 500 favourites, then 409; of history the oldest makes room; a guest's newest fill up."""
    full = Remembered(Kind.FAVOURITES, [Entry(f"prod_{number:04}", f"{number:04}") for number in reversed(range(499))])
    more = merged(full, [Entry("prod_new", "9999"), Entry("prod_old", "0000"), Entry("prod_0001", "9998")])
    assert (len(more), more[0].product_id) == (MOST[Kind.FAVOURITES], "prod_new")
    history = Remembered(Kind.HISTORY, [Entry(f"prod_{number:03}", f"{number:03}") for number in reversed(range(100))])
    after = seen(history, Entry("prod_new", "999"))
    assert (len(after), after[0].product_id, after[-1].product_id) == (100, "prod_new", "prod_001")
    assert seen(history, Entry("prod_050", "999"))[0] == Entry("prod_050", "999")


def test_what_is_not_on_sale_is_not_kept_and_no_more_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    me, product = somebody(), published()
    assert me.put(f"{FAVOURITES}/{ids.derived_id('prod', 'none')}", {}).status == 404
    assert me.put(f"{FAVOURITES}/x", {}).status == 404
    monkeypatch.setitem(MOST, Kind.FAVOURITES, 0)
    assert me.put(f"{FAVOURITES}/{product['id']}", {}).json["code"] == "favourites_full"
