"""Rules over people: what they refuse, and whom they find from what events said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import know_people
from functions.marketing.store.people import all_bought, known_of
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid, OrderRefunded
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.marketing import shop
from tests.support.orders import an_order

NESTED: Any = shop.EVERYBODY
for _ in range(6):
    NESTED = {"not": NESTED}
BAD: list[tuple[Any, str, str]] = [
    ({"field": "shoe_size", "op": "at_least", "value": 1}, "/rule/field", "unknown_field"),
    ({"field": ["orders"], "op": "at_least", "value": 1}, "/rule/field", "unknown_field"),
    ({"field": "orders", "op": "like", "value": 1}, "/rule/op", "unknown_op"),
    ({"field": "orders", "op": ["x"], "value": 1}, "/rule/op", "unknown_op"),
    ({"field": "orders", "op": "at_least", "value": "many"}, "/rule/value", "wrong_value"),
    ({"field": "orders", "op": "at_least", "value": True}, "/rule/value", "wrong_value"),
    ({"field": "spent", "op": "at_least", "value": {"amount": 1.5, "currency": "CNY"}}, "/rule/value", "wrong_value"),
    ({"field": "birth_month", "op": "in", "value": [13]}, "/rule/value", "wrong_value"),
    ({"field": "last_order_at", "op": "before", "value": "yesterday"}, "/rule/value", "wrong_value"),
    ({"field": "country", "op": "in", "value": ["DE"] * 201}, "/rule/value", "wrong_value"),
    ({"field": "country", "op": "in", "value": ["<script>"]}, "/rule/value", "wrong_value"),
    ({}, "/rule", "wrong_rule"),
    ({"all": []}, "/rule/all", "wrong_rule"),
    ({"all": [{}], "any": []}, "/rule", "wrong_rule"),
    ({"all": [{"any": ["x"]}]}, "/rule/all/0/any/0", "wrong_rule"),
    (NESTED, "/rule/not/not/not/not/not/not", "too_deep"),
    ({"all": [{"any": [shop.EVERYBODY] * 26}] * 2}, "/rule", "too_many_conditions"),
]


@pytest.mark.parametrize(("rule", "pointer", "code"), BAD)
def test_what_is_no_rule(rule: Any, pointer: str, code: str) -> None:
    answer = shop.staff().post("/v1/admin/segments", {"name": "x", "rule": rule})
    assert answer.status == 422, answer.text
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [(pointer, code)]
    assert shop.staff().get("/v1/admin/segments").json["data"] == []


def test_a_segment_is_no_part_of_itself() -> None:
    first = shop.segment()
    named = {"field": "segment", "op": "in", "value": first}
    second = shop.segment({"not": named})
    third = shop.segment({"any": [{"field": "segment", "op": "not_in", "value": second}]})
    for of, rule in ((first, {"field": "segment", "op": "in", "value": third}), (first, named)):
        answer = shop.staff().put(f"/v1/admin/segments/{of}", {"name": "x", "rule": rule})
        assert (answer.status, answer.code) == (409, "segment_loop"), answer.text
    nobody = {"field": "segment", "op": "in", "value": "seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}
    assert shop.staff().post("/v1/admin/segments", {"name": "x", "rule": nobody}).code == "unknown_segment"
    assert shop.staff().delete(f"/v1/admin/segments/{first}").code == "segment_in_use"
    shop.known(1)
    assert [shop.staff().get(f"/v1/admin/segments/{one}/preview").json["count"] for one in (first, second, third)] == [1, 0, 1]
    for one in (third, second, first):
        assert shop.staff().delete(f"/v1/admin/segments/{one}").status == 200


def test_two_who_save_at_once_and_others() -> None:
    one = shop.segment()
    body = {"name": "y", "rule": shop.EVERYBODY}
    assert shop.staff().put(f"/v1/admin/segments/{one}", body, if_match='"1"').json["version"] == 2
    assert shop.staff().put(f"/v1/admin/segments/{one}", body, if_match='"1"').code == "version_conflict"
    assert shop.staff("support").post("/v1/admin/segments", body).status == 403
    assert shop.staff().get("/v1/admin/segments/seg_x/preview").status == 404
    assert shop.staff().get(f"/v1/admin/segments/{one}/preview?cursor=xx").code == "invalid_cursor"


def test_orders_are_counted_once_in_any_order() -> None:
    """Paid twice, paid back in two steps told backwards, cancelled before it was paid."""
    who = shop.a_customer(1)
    orders = [replace(an_order(), id=f"ord_01JD5Z6N7W8X9Y0Z1A2B3C4D{n}E", customer_id=who) for n in range(3)]
    sums = [one.summary() for one in orders]
    total, currency = sums[0].total, sums[0].currency
    now = times.iso(clock.now())

    def refunded(total: int, ref: str) -> Any:
        """`total`: what is back in all after it; more later than before."""
        moment = clock.now() + timedelta(seconds=total)
        return shop.event(OrderRefunded(sums[1], ref, "pay_1", total, currency, 0, total, total, False, "x", now), ref, moment)

    paid = [shop.event(OrderPaid(one, "pay_1", now), one.order_id) for one in sums]
    gone = shop.event(OrderCancelled(sums[2], "customer", "paid"), sums[2].order_id)
    shop.heard(know_people, [gone, refunded(300, "ref_2"), paid[2], paid[0], paid[1], paid[0], refunded(100, "ref_1")])
    known = known_of(who)
    assert (known.orders, known.spent) == (2, {currency: 2 * total - 300})
    assert known.products == [line.product_id for line in sums[0].lines]
    assert known.country == sums[0].country
    rule = {"all": [
        {"field": "spent", "op": "at_least", "value": {"amount": 2 * total - 300, "currency": currency}},
        {"field": "bought_product", "op": "any_of", "value": [sums[0].lines[0].product_id]},
        {"field": "days_since_first_order", "op": "at_least", "value": 0},
        {"field": "consent", "op": "any_of", "value": ["marketing_email"]},
    ]}  # fmt: skip
    shop.a_customer(2)
    found = shop.staff().get(f"/v1/admin/segments/{shop.segment(rule)}/preview").json
    assert (found["count"], found["looked_at"], [one["id"] for one in found["data"]]) == (1, 2, [who])
    shop.heard(know_people, [shop.event(OrderCancelled(one, "customer", "paid"), one.order_id + "x") for one in sums])
    assert (known_of(who).orders, known_of(who).spent, len(all_bought(who))) == (0, {}, 3)


def test_a_birthday_is_known_while_they_agree() -> None:
    who = shop.a_customer(1, birth_date="1991-03-31")
    rule = {"field": "birth_month", "op": "in", "value": [3]}
    one = shop.segment(rule)
    assert known_of(who).birth_month == 3
    assert shop.staff().get(f"/v1/admin/segments/{one}/preview").json["count"] == 1
    # Neither year nor day: five years, of which theirs is one.
    assert known_of(who).born_from == 1990
    assert "1991" not in str(known_of(who))
    shop.agree(who, given=False)
    assert known_of(who).consents == []
