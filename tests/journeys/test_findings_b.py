"""Security and privacy (section B of the findings of 25 November 2026), seen from outside.

Not to be seen over HTTP: F-B6 (MiniStack's pool lets a client write every attribute; tests/architecture/test_template.py and
tests/integration/customers), F-B9 (tests/architecture: secrets, deletion protection, pins), the limits of guests' mails in F-B10
(tests/integration/notifications), memory and CPU of F-B4 (tests/unit/catalog).
"""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from tests.journeys.shopper import ADDRESS, Shop, eventually

PASSWORD = "Correct7horse"


def key() -> str:
    return uuid.uuid4().hex


def refused(shop: Shop, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
    answer = shop.call(method, path, body, **headers)
    return answer.status, answer.json["code"]


# — F-B1 —


def test_public_reads_are_open_to_everybody_who_is_signed_in(shop: Shop) -> None:
    """F-B1: with a customer's token, with a staff member's, without one; a token that is none is refused."""
    variant = shop.a_variant()
    product = variant["product_id"]
    paths = [
        "/v1/products?limit=1&q=mug",
        f"/v1/products/{product}",
        f"/v1/products/{product}/variants",
        f"/v1/products/{product}/reviews",
        "/v1/products/suggest?q=mu",
        "/v1/search?q=mug",
        "/v1/search/trending",
        "/v1/categories",
        "/v1/brands",
        "/v1/tags",
        "/v1/campaigns",
        "/v1/coupons",
        "/v1/sitemap.xml",
        "/v1/robots.txt",
        "/v1/openapi.json",
        "/v1/health",
    ]
    callers: list[Mapping[str, str]] = [{}, shop.staff("customer"), shop.staff("analyst")]
    statuses = {(path, number): shop.call("GET", path, **who).status for path in paths for number, who in enumerate(callers)}
    assert {where: status for where, status in statuses.items() if status != 200} == {}
    assert refused(shop, "GET", "/v1/products?limit=1", Authorization="Bearer no.such.token")[0] == 401


# — F-B2, F-B7 —


def codes(shop: Shop, login: str, count: int) -> list[str]:
    mails = eventually(lambda: shop.get(f"/sandbox/mailbox?to={login}")["data"], lambda found: len(found) == count)
    return [mail["subject"].split()[-1] for mail in mails]


def test_who_registers_an_address_first_cannot_be_pushed_aside(shop: Shop) -> None:
    """F-B2: a stranger registers the same address; the owner's code is no use to them, and theirs none to the owner."""
    login, others = f"{key()[:12]}@example.com", "Strangers9pass"
    mine = shop.send("POST", "/v1/auth/register", {"login": login, "password": PASSWORD, "language": "en"}, 202)
    (first,) = codes(shop, login, 1)
    theirs = shop.send("POST", "/v1/auth/register", {"login": login.upper(), "password": others, "language": "en"}, 202)
    second = next(code for code in codes(shop, login, 2) if code != first)
    for code, proof in (
        (first, {"password": others}),
        (first, {"registration_token": theirs["registration_token"]}),
        (second, {"password": PASSWORD}),
        (second, {"registration_token": mine["registration_token"]}),
        ("验证码", {"password": PASSWORD}),
    ):
        answer = shop.call("POST", "/v1/auth/confirm", {"login": login, "code": code, **proof})
        assert (answer.status, answer.json["code"]) == (422, "invalid_code"), answer.text
    assert shop.call("POST", "/v1/auth/confirm", {"login": login, "code": first}).status == 422
    shop.send("POST", "/v1/auth/confirm", {"login": login, "code": first, "password": PASSWORD})
    shop.send("POST", "/v1/auth/login", {"login": login, "password": PASSWORD})
    for words in ({"code": second, "password": others}, {"code": second, "registration_token": theirs["registration_token"]}):
        shop.call("POST", "/v1/auth/confirm", {"login": login, **words})
        assert refused(shop, "POST", "/v1/auth/login", {"login": login, "password": others}) == (401, "invalid_credentials")
    shop.send("POST", "/v1/auth/login", {"login": login, "password": PASSWORD})


def test_nothing_tells_whether_an_address_has_an_account(shop: Shop) -> None:
    """F-B7: register, then sign in: the same answers for an address with an account and one without."""
    known, unknown = shop.info["users"]["customer"]["login"], f"{key()[:12]}@example.com"

    def answers(login: str) -> list[tuple[int, set[str], str | None]]:
        calls = [
            shop.call("POST", "/v1/auth/register", {"login": login, "password": "Another8horse"}),
            shop.call("POST", "/v1/auth/login", {"login": login, "password": "Another8horse"}),
            shop.call("POST", "/v1/auth/confirm", {"login": login, "code": "000000", "password": "Another8horse"}),
            shop.call("POST", "/v1/auth/forgot_password", {"login": login}),
            shop.call("POST", "/v1/auth/reset_password", {"login": login, "code": "000000", "password": "Another8horse"}),
        ]
        return [(one.status, set(one.json), one.json.get("code")) for one in calls]

    assert answers(known) == answers(unknown)


# — F-B3 —


def test_a_key_is_answered_only_to_whom_it_belongs(shop: Shop) -> None:
    """F-B3: a stranger knows a key and puts the customer's id, or `guest@` and an address, where tokens stand."""
    variant, mine = shop.a_variant(), key()
    buyer = shop.customer()
    cart_id, own = shop.filled_cart(variant["id"], customer=buyer)
    order = shop.send("POST", "/v1/orders", {"cart_id": cart_id}, 201, Idempotency_Key=mine, **own)
    person = shop.get("/v1/me", **own)["id"]
    for lie in ({"X-Cart-Token": person}, {"X-Order-Token": person}, {"X-Cart-Token": "guest@127.0.0.1"}, {}):
        assert refused(shop, "POST", "/v1/orders", {"cart_id": cart_id}, Idempotency_Key=mine, **lie) == (404, "not_found")
    again = shop.call("POST", "/v1/orders", {"cart_id": cart_id}, Idempotency_Key=mine, **own)
    assert (again.status, again.json["id"], again.headers["idempotent-replayed"]) == (201, order["id"], "true")


def test_two_guests_behind_one_address_never_share_a_cart(shop: Shop) -> None:
    """F-B3: short keys are refused to guests, long ones are a guest's own secret; a planted cart stays the stranger's."""
    body = {"currency": "CNY"}
    assert refused(shop, "POST", "/v1/carts", body, Idempotency_Key="1") == (422, "weak_idempotency_key")
    first = shop.send("POST", "/v1/carts", body, 201, Idempotency_Key=key())
    second = shop.send("POST", "/v1/carts", body, 201, Idempotency_Key=key())
    assert first["id"] != second["id"]
    buyer, mine = shop.customer(), key()
    person = shop.get("/v1/me", **buyer.own)["id"]
    planted = shop.send("POST", "/v1/carts", body, 201, Idempotency_Key=mine, **{"X-Cart-Token": person})
    own = shop.send("POST", "/v1/carts", body, 201, Idempotency_Key=mine, **buyer.own)
    assert own["id"] != planted["id"]
    assert own["customer_id"] == person


# — F-B4 —


def thin_png(width: int, height: int) -> bytes:
    """A grey picture of one colour: few bytes, however large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" * (width + 1)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(1, 1_000_000), (1_000_000, 1)])
def test_a_picture_with_an_absurd_edge_is_rejected(shop: Shop, width: int, height: int) -> None:
    """F-B4: few pixels, few bytes, one long edge."""
    owner, picture = shop.staff(), thin_png(width, height)
    wish = {"filename": "thin.png", "content_type": "image/png", "size": len(picture)}
    made = shop.send("POST", "/v1/admin/media", wish, 201, **owner)
    assert shop.upload(made["upload"], picture) in (200, 201, 204)
    done = eventually(lambda: shop.get(f"/v1/admin/media/{made['id']}", **owner), lambda one: one["status"] != "awaiting_upload")
    assert (done["status"], done["sizes"]) == ("rejected", [])
    assert done["reason"]


# — F-B5 —


def test_reading_orders_is_no_right_to_pay_or_change_them(shop: Shop) -> None:
    """F-B5: an analyst and a support member see the order; money and the buyer's decisions are not theirs."""
    order, own = shop.placed_order(shop.a_variant()["id"])
    path = f"/v1/orders/{order['id']}"
    for role in ("analyst", "warehouse", "catalog_editor"):
        who = shop.staff(role)
        for call, body in (("payments", {"provider": "sandbox"}), ("cancel", {}), ("extend", {}), ("confirm_receipt", {})):
            answer = shop.call("POST", f"{path}/{call}", body, **who)
            assert answer.status in (403, 404), (role, call, answer.status, answer.text)
    assert shop.get(f"{path}/payments", **own)["data"] == []
    assert shop.get(path, **own)["status"] == "pending_payment"


# — F-B8 —


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "1969-12-31T23:59:59Z", "2200-01-02T00:00:00Z"])
def test_a_moment_out_of_all_times_is_refused_wherever_one_is_taken(shop: Shop, moment: str) -> None:
    """F-B8: 422, never 500, in bodies, queries and files of days."""
    owner = shop.staff()
    campaign = {"name": {"en": "Ever"}, "starts_at": "2026-12-01T00:00:00Z", "ends_at": moment}
    day = moment[:10]
    calls = [
        shop.call("POST", "/v1/admin/campaigns", campaign, **owner),
        shop.call("POST", "/v1/admin/reconciliations", {"provider": "sandbox", "day": day}, **owner),
        shop.call("GET", f"/v1/admin/reports/sales?from={day}&to={day}", **owner),
        shop.call("GET", f"/v1/admin/orders?from={moment.replace('+', '%2B')}", **owner),
        shop.call("GET", f"/v1/admin/ledger?from={moment.replace('+', '%2B')}", **owner),
    ]
    assert [one.status for one in calls] == [422] * len(calls), [one.text for one in calls]


# — F-B10 —


@pytest.mark.parametrize("name", ["Win at https://evil.example/now", "www.evil.example", "\u200b\u200b", "Li\u0007", "   ", "x" * 201])
def test_a_name_that_no_person_has_never_reaches_a_mail(shop: Shop, name: str) -> None:
    """F-B10: in a guest's address, in an account."""
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201)
    answer = shop.call("PUT", f"/v1/carts/{cart['id']}/address", {**ADDRESS, "name": name}, **{"X-Cart-Token": cart["token"]})
    assert answer.status == 422, answer.text
    assert [one["pointer"] for one in answer.json["errors"]] == ["/name"]
    wish = {"login": f"{key()[:12]}@example.com", "password": PASSWORD, "name": name}
    if name.strip(" "):  # an account needs no name
        assert shop.call("POST", "/v1/auth/register", wish).status == 422


# — F-B11 —


def test_a_monitor_may_ask_with_head_and_a_wrong_method_is_told_the_right_ones(shop: Shop) -> None:
    """F-B11"""
    product = shop.a_variant()["product_id"]
    for path in ("/v1/health", "/v1/products?limit=1", f"/v1/products/{product}", "/v1/openapi.json"):
        head = shop.call("HEAD", path)
        assert (head.status, head.text) == (200, ""), path
    assert shop.call("HEAD", "/v1/products/prod_00000000000000000000000000").status == 404
    assert shop.call("HEAD", "/v1/me").status == 401
    for method, path, allowed in (
        ("DELETE", "/v1/health", {"GET", "HEAD", "OPTIONS"}),
        ("POST", f"/v1/products/{product}", {"GET", "HEAD", "OPTIONS"}),
        ("PUT", "/v1/carts", {"POST", "OPTIONS"}),
        ("GET", "/v1/webhooks/payments/stripe", {"POST", "OPTIONS"}),
    ):
        answer = shop.call(method, path, {} if method != "GET" else None)
        assert (answer.status, answer.json["code"]) == (405, "method_not_allowed"), (method, path, answer.text)
        assert {one.strip() for one in answer.headers["allow"].split(",")} - {"OPTIONS"} == allowed - {"OPTIONS"}
    contract = shop.get("/v1/openapi.json")["paths"]
    assert "404" in contract["/v1/webhooks/couriers/{courier}"]["post"]["responses"]
    assert "404" in contract["/v1/orders/{id}/tracking"]["get"]["responses"]


# — F-B12 —

WRONG = [
    ("email", "<a@x.example>"),
    ("email", "a@[127.0.0.1]"),
    ("email", "a@localhost"),
    ("country", "ZZ"),
    ("phone", "12"),
    ("phone", "call me"),
]


def test_a_cart_and_the_address_book_refuse_the_same(shop: Shop) -> None:
    """F-B12: one schema for what an address is; the same e-mail addresses are refused at registration."""
    me = shop.staff("customer")
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201)
    token = {"X-Cart-Token": cart["token"]}
    for field, value in WRONG:
        body = {**ADDRESS, field: value}
        for answer in (
            shop.call("PUT", f"/v1/carts/{cart['id']}/address", body, **token),
            shop.call("POST", "/v1/me/addresses", body, **me),
        ):
            assert answer.status == 422, (field, value, answer.text)
            assert f"/{field}" in [one["pointer"] for one in answer.json["errors"]]
        if field == "email":
            assert shop.call("POST", "/v1/auth/register", {"login": value, "password": PASSWORD}).status == 422


PHONES = [("US", "(212) 555-0100"), ("US", "212.555.0100"), ("US", "+1 212 555 0100"), ("US", "001-212-555-0100")]


def test_telephone_numbers_are_taken_as_people_write_them(shop: Shop) -> None:
    """F-B12: kept as E.164; Kosovo is a country, Singapore needs no city."""
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201)
    path, token = f"/v1/carts/{cart['id']}/address", {"X-Cart-Token": cart["token"]}
    york = {
        "name": "Li",
        "email": "li@example.com",
        "country": "US",
        "province": "NY",
        "city": "New York",
        "street": "1 Broadway",
        "postal_code": "10004",
    }
    for country, phone in PHONES:
        kept = shop.send("PUT", path, {**york, "country": country, "phone": phone}, **token)
        assert kept["address"]["phone"] == "+12125550100", phone
    kosovo = {"name": "Li", "phone": "+383 44 123 456", "country": "XK", "city": "Prishtina", "street": "Rruga 1", "postal_code": "10000"}
    assert shop.send("PUT", path, kosovo, **token)["address"]["country"] == "XK"
    singapore = {"name": "Li", "phone": "6123 4567", "country": "SG", "street": "1 Orchard Road", "postal_code": "238801"}
    assert shop.send("PUT", path, singapore, **token)["address"]["phone"] == "+6561234567"
