"""X22: prices, fees and taxes come from hooks, the preview and the order agree, and what was said is frozen on the order."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from standardwebhooks import Webhook

from functions.platform.app import app as platform
from functions.shared.store.records import connection
from tests.integration.orders.buyer import a_guest, a_variant, staff
from tests.integration.orders.hooks.hooked import PATH, a_cart, as_another_process, hooked, set_hooks, total
from tests.support.hooks.server import HookServer
from tests.support.http import Client
from tests.support.identity import bearer

ALL = ("price", "shipping", "tax", "validation")


def half(data: Any) -> Any:
    return {"lines": [{"id": line["id"], "unit_price": line["unit_price"] // 2} for line in data["lines"]]}


def ten_each(data: Any) -> Any:
    tax = {"code": "x", "title": "Tenth", "included": False}
    taxes = [tax | {"line_id": line["id"], "amount": line["amount"] // 10} for line in data["lines"]]
    return {"taxes": [*taxes, tax | {"line_id": None, "amount": data["shipping"] // 10}]}


def well(server: HookServer) -> None:
    server.answers = {
        "price": half,
        "shipping": lambda data: {"options": [{"id": one["id"], "fee": 700} for one in data["options"]]},
        "tax": ten_each,
        "validation": {"allowed": True},
    }


def test_all_four_decide_and_the_order_keeps_what_they_said(outside: HookServer) -> None:
    well(outside)
    buyer = a_cart(price=6000, quantity=2)
    hooked(outside, *ALL)
    shown = buyer.preview()
    assert [shown["totals"][name]["amount"] for name in ("subtotal", "shipping", "tax", "total")] == [6000, 700, 670, 7370]
    as_another_process()
    placed = buyer.place(shown["preview_hash"])
    assert placed.status == 201, placed.text
    assert total(placed.json) == 7370
    assert [len(outside.of(kind)) for kind in ALL] == [2, 2, 2, 1], "asked once by each process, and before an order is written"
    set_hooks()
    as_another_process()
    kept = staff().get(f"/v1/admin/orders/{placed.json['id']}").json
    assert (total(kept), kept["lines"][0]["unit_price"]["amount"]) == (7370, 3000)
    assert kept["hooks"] == dict.fromkeys(ALL, "answered")


def test_questions_are_signed_name_nobody_and_follow_one_another(outside: HookServer) -> None:
    well(outside)
    secrets = {kind: staff().post(f"{PATH}/{kind}").json["secret"] for kind in ALL}
    hooked(outside, *ALL)
    assert a_cart().place().status == 201
    for asked in outside.asked:
        assert Webhook(secrets[asked.hook]).verify(asked.raw, asked.headers)
        assert asked.headers["traceparent"].startswith("00-")
    said = b"".join(asked.raw for asked in outside.asked).decode()
    assert not any(word in said for word in ("李雷", "13800000000", "buyer@example.com", "文三路"))
    (validation,) = outside.of("validation")
    assert validation.data["totals"]["total"] == sum(validation.data["totals"][name] for name in ("subtotal", "shipping", "tax"))
    assert outside.of("shipping")[-1].data["lines"][0]["unit_price"] == 2950, "the price that its hook set"


def test_promotions_and_free_delivery_see_the_price_of_the_hook(outside: HookServer) -> None:
    outside.answers = {"price": half}
    buyer = a_cart(price=10_000)
    assert buyer.preview()["totals"]["shipping"]["amount"] == 0
    hooked(outside, "price")
    assert buyer.preview()["totals"]["shipping"]["amount"] == 1000, "¥50 is less than what is sent for nothing"


def test_an_option_that_the_hook_leaves_out_is_not_offered(outside: HookServer) -> None:
    outside.answers = {"shipping": {"options": []}}
    buyer = a_cart()
    hooked(outside, "shipping")
    assert buyer.client.get(f"{buyer.cart}/delivery_options").code == "address_not_covered"
    assert buyer.preview()["missing"] == ["delivery_option"]
    assert buyer.place().code == "unknown_delivery_option"


def test_another_answer_between_preview_and_order_is_shown_first(outside: HookServer) -> None:
    well(outside)
    buyer = a_cart(price=6000)
    hooked(outside, "price")
    shown = buyer.preview()
    outside.answers["price"] = lambda data: {"lines": [{"id": data["lines"][0]["id"], "unit_price": 3001}]}
    as_another_process()
    refused = buyer.place(shown["preview_hash"])
    assert (refused.code, total(refused.json["preview"])) == ("preview_changed", total(shown) + 1)
    assert buyer.place(refused.json["preview"]["preview_hash"]).status == 201


def test_a_refused_order_says_why_and_nothing_was_written(outside: HookServer) -> None:
    def no(data: Any) -> Any:
        reasons = [
            {"code": "credit_limit", "detail": "Your company's credit limit is reached."},
            {"code": "two_at_most", "detail": "Two pieces at most.", "line_id": data["lines"][0]["id"]},
        ]
        return {"allowed": False, "reasons": reasons}

    outside.answers = {"validation": no}
    buyer = a_cart(quantity=3)
    hooked(outside, "validation")
    refused = buyer.place()
    assert (refused.status, refused.code) == (422, "order_refused")
    line = buyer.client.get(buyer.cart).json["lines"][0]["id"]
    assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [
        ("/cart_id", "credit_limit"), (f"/cart_id/lines/{line}", "two_at_most"),
    ]  # fmt: skip
    assert buyer.client.get(buyer.cart).json["status"] == "open"
    outside.answers = {"validation": {"allowed": True}}
    as_another_process()
    assert buyer.place().status == 201


def test_without_a_hook_nothing_is_asked_of_the_tables_besides(outside: HookServer) -> None:
    """Also a hook that is disabled; with one that answers: the state of its circuit, once in five seconds."""
    set_hooks(price={"url": outside.url, "enabled": False})
    assert _requests_of_placing() == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
    well(outside)
    hooked(outside, *ALL)
    assert _requests_of_placing() == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
    assert len(outside.of("validation")) == 2


def _requests_of_placing() -> Counter[str]:
    assert a_cart().place().status == 201, "from here on all is at hand"
    buyer, counted = a_cart(), Counter[str]()
    events: Any = connection().client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: counted.update([model.name]), unique_id="counted")
    try:
        assert buyer.place().status == 201
    finally:
        events.unregister("before-call.dynamodb", unique_id="counted")
    return counted


def test_a_line_that_is_not_cheaper_has_no_list_price(outside: HookServer) -> None:
    outside.answers = {"price": lambda data: {"lines": [{"id": data["lines"][0]["id"], "unit_price": 999_900}]}}
    buyer = a_guest()
    buyer.add(a_variant(price=100))
    hooked(outside, "price")
    (line,) = buyer.client.get(buyer.cart).json["lines"]
    assert (line["unit_price"]["amount"], line["list_price"]) == (999_900, None)


@pytest.mark.parametrize("url", [
    "http://hooks.example.com/", "https://169.254.169.254/", "https://10.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://[fd00::1]/",
    "https://user:pw@hooks.example.com/", "ftp://hooks.example.com/", "https://metadata.google.internal/", "https://hooks.example.com/#x",
])  # fmt: skip
def test_an_address_that_could_lead_inside_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    staff().post(f"{PATH}/price")
    refused = staff().put(PATH, {"price": {"url": url}})
    if url.startswith("http://"):
        return  # A laptop may call without TLS; `tests/unit/shared/outside` has it as deployed.
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/price/url")


def test_a_hook_without_a_secret_is_not_asked() -> None:
    refused = staff().put(PATH, {"tax": {"url": "https://hooks.example.com/"}})
    assert (refused.code, refused.json["errors"][0]["pointer"]) == ("secret_missing", "/tax")
    assert staff().put(PATH, {"tax": {"url": "https://hooks.example.com/", "enabled": False}}).status == 200


def test_in_the_overlap_questions_have_two_signatures_and_a_roll_back_brings_no_secret(outside: HookServer) -> None:
    well(outside)
    first = staff().post(f"{PATH}/price").json["secret"]
    hooked(outside, "price")
    version = staff().get(PATH).json["version"]
    second = staff().post(f"{PATH}/price", {"overlap_hours": 1})
    assert (second.headers["cache-control"], bool(second.json["former_secret_until"])) == ("no-store", True)
    set_hooks(price={"url": outside.url, "time_limit_ms": 500})
    assert staff().post(PATH, {"version": version}).json["price"]["time_limit_ms"] == 1000
    as_another_process()
    a_cart()
    asked = outside.asked[-1]
    for secret in (first, second.json["secret"]):
        assert Webhook(secret).verify(asked.raw, asked.headers)
    assert len(asked.headers["webhook-signature"].split(" ")) == 2
    versions = Client(platform, bearer("owner")).get("/v1/admin/settings/checkout_hooks")
    assert (versions.status, "secret" in versions.text, "whsec_" in versions.text) == (200, False, False)
