"""Up to 50 addresses, one default, each customer's own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.customers.store.records import AddressRecord, CustomersTable
from functions.shared.plain import ids
from tests.integration.customers.conftest import signed_in
from tests.support.events import events_in
from tests.support.http import Client

ADDRESSES = "/v1/me/addresses"
HOME: dict[str, Any] = {
    "name": "王小明",
    "phone": "+8613800138000",
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "street": "文三路 1 号",
}


@pytest.fixture
def me(guest: Client) -> Client:
    return signed_in(guest)


def defaults(me: Client) -> dict[str, bool]:
    return {a["id"]: a["default"] for a in me.get(f"{ADDRESSES}?limit=100").json["data"]}


def test_an_address_is_added_read_and_listed(me: Client) -> None:
    """H04"""
    made = me.post(ADDRESSES, {**HOME, "label": "家"})
    assert (made.status, made.headers["etag"], ids.is_id("adr", made.json["id"])) == (201, '"1"', True)
    expected = {
        **HOME, "label": "家", "district": "", "postal_code": "", "email": None, "default": True, "version": 1,
        "country_code": "CN", "subdivision": "CN-ZJ", "city_code": "330100", "district_code": "",
        "id": made.json["id"], "created_at": made.json["created_at"],
    }  # fmt: skip
    assert made.json == expected
    assert me.get(f"{ADDRESSES}/{made.json['id']}").json == expected
    assert me.get(ADDRESSES).json == {"data": [expected], "next_cursor": None}
    [event] = events_in(CustomersTable, "address.added")
    assert event.data == {"customer_id": me.get("/v1/me").json["id"], "address_id": made.json["id"]}


def test_a_name_that_changes_takes_its_codes_with_it(me: Client) -> None:
    made = me.post(ADDRESSES, {name: value for name, value in HOME.items() if name != "city"} | {"city_code": "330100"}).json
    assert (made["city"], made["city_code"]) == ("杭州市", "330100")
    moved = me.patch(f"{ADDRESSES}/{made['id']}", {"city": "宁波"}).json
    assert (moved["city"], moved["city_code"]) == ("宁波", "330200")
    refused = me.post(ADDRESSES, HOME | {"city_code": "330200"})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [("/city_code", "contradicting_code")]


def test_there_is_one_default(me: Client) -> None:
    """H04"""
    first, second = (me.post(ADDRESSES, HOME).json["id"] for _ in range(2))
    assert defaults(me) == {first: True, second: False}
    third = me.post(ADDRESSES, {**HOME, "default": True}).json["id"]
    assert defaults(me) == {first: False, second: False, third: True}
    assert me.patch(f"{ADDRESSES}/{second}", {"default": True}).json["default"] is True
    assert defaults(me) == {first: False, second: True, third: False}
    refused = me.patch(f"{ADDRESSES}/{second}", {"default": False})
    assert (refused.status, refused.code) == (422, "default_needed")
    assert me.get(f"{ADDRESSES}/{first}").headers["etag"] == '"2"', "who loses the default is another version"


def test_the_newest_inherits_the_default(me: Client) -> None:
    first, second, third = (me.post(ADDRESSES, HOME).json["id"] for _ in range(3))
    assert me.delete(f"{ADDRESSES}/{first}").status == 204
    assert defaults(me) == {second: False, third: True}
    assert me.delete(f"{ADDRESSES}/{second}").status == 204
    assert me.delete(f"{ADDRESSES}/{third}").status == 204
    assert defaults(me) == {}
    fresh = me.post(ADDRESSES, HOME).json
    assert defaults(me) == {fresh["id"]: True}
    assert len(events_in(CustomersTable, "address.removed")) == 3


def test_there_are_at_most_50(me: Client) -> None:
    """H04"""
    for number in range(50):
        assert me.post(ADDRESSES, {**HOME, "street": str(number)}).status == 201
    refused = me.post(ADDRESSES, HOME)
    assert (refused.status, refused.code, len(defaults(me))) == (409, "too_many_addresses", 50)
    page = me.get(ADDRESSES).json
    rest = me.get(f"{ADDRESSES}?limit=100&cursor={page['next_cursor']}").json
    assert [a["street"] for a in page["data"] + rest["data"]] == [str(number) for number in range(50)]
    assert me.delete(f"{ADDRESSES}/{page['data'][7]['id']}").status == 204
    assert me.post(ADDRESSES, HOME).status == 201


def test_parallel_first_addresses_have_one_default(me: Client) -> None:
    me.get("/v1/me")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: Client(me.app, me.headers).post(ADDRESSES, HOME), range(4)))
    made = [a.json["id"] for a in answers if a.status == 201]
    assert {a.code for a in answers if a.status != 201} <= {"address_book_changed"}
    assert sorted(defaults(me)) == sorted(made)
    assert sum(defaults(me).values()) == 1


def test_only_what_is_sent_changes(me: Client) -> None:
    made = me.post(ADDRESSES, HOME).json
    changed = me.patch(f"{ADDRESSES}/{made['id']}", {"street": "文三路 2 号", "email": "Ada@Example.com"})
    assert changed.json == {**made, "street": "文三路 2 号", "email": "ada@example.com", "version": 2}
    assert me.patch(f"{ADDRESSES}/{made['id']}", {"street": "文三路 2 号"}).json["version"] == 2
    [event] = events_in(CustomersTable, "address.edited")
    assert event.data["fields"] == ["email", "street"]
    assert "文三路" not in str(events_in(CustomersTable))


def test_stale_etags_are_refused(me: Client) -> None:
    made = me.post(ADDRESSES, HOME).json
    url = f"{ADDRESSES}/{made['id']}"
    assert me.patch(url, {"street": "2"}, if_match='"1"').status == 200
    assert me.patch(url, {"street": "3"}, if_match='"1"').json["current_version"] == 2
    assert me.delete(url, if_match='"1"').code == "version_conflict"
    assert me.get(url).json["street"] == "2"
    assert me.delete(url, if_match='"2"').status == 204


def test_another_customers_address_is_404(me: Client, guest: Client) -> None:
    """H04"""
    made = me.post(ADDRESSES, HOME).json
    other = signed_in(guest, "eve@example.com")
    for method, body in (("GET", None), ("PATCH", {"street": "x"}), ("DELETE", None)):
        assert other.call(method, f"{ADDRESSES}/{made['id']}", body).code == "not_found"
    assert other.get(ADDRESSES).json["data"] == []
    assert me.get(f"{ADDRESSES}/{made['id']}").json == made


@pytest.mark.parametrize("address_id", ["adr_x", "CUSTOMER", "adr_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", "x" * 1100])
def test_unknown_ids_are_404(me: Client, address_id: str) -> None:
    assert me.get(f"{ADDRESSES}/{address_id}").code == "not_found"
    assert me.delete(f"{ADDRESSES}/{address_id}").code == "not_found"


def test_one_key_adds_one_address(me: Client) -> None:
    """X01"""
    first, again = (me.post(ADDRESSES, HOME, idempotency_key="k1") for _ in range(2))
    assert (again.status, again.text, again.headers["idempotent-replayed"]) == (201, first.text, "true")
    assert len(defaults(me)) == 1
    url = f"{ADDRESSES}/{first.json['id']}"
    gone, replayed = (me.delete(url, idempotency_key="k2") for _ in range(2))
    assert (gone.status, replayed.status, replayed.headers["idempotent-replayed"]) == (204, 204, "true")
    assert list(AddressRecord.scan(AddressRecord.kind == "address")) == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"country": "Chyna"}, "/country"),
        ({"phone": ""}, "/phone"),
        ({"name": " "}, "/name"),
        ({"street": "x" * 501}, "/street"),
        ({"postal_code": "x" * 21}, "/postal_code"),
        ({"label": "ho\x07me"}, "/label"),
        ({"email": "no"}, "/email"),
        ({"id": "adr_1"}, "/id"),
        ({"default": "perhaps"}, "/default"),
    ],
)
def test_bad_addresses_are_refused(me: Client, change: dict[str, Any], pointer: str) -> None:
    answer = me.post(ADDRESSES, HOME | change)
    assert (answer.status, [e["pointer"] for e in answer.json["errors"]]) == (422, [pointer])
    made = me.post(ADDRESSES, HOME).json
    assert me.patch(f"{ADDRESSES}/{made['id']}", change).status == 422
    assert len(defaults(me)) == 1
