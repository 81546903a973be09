"""H11: tags of people by the shop's rules and by staff, and the portrait that says what is behind them, through the app."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import know_people
from functions.marketing.knowing import count_people, tell_groups
from functions.marketing.model.known import Tag
from functions.marketing.store import tag_rules
from functions.marketing.store.people import everybody, known_of, known_put
from functions.marketing.store.people_counts import people_count
from functions.marketing.store.records import MarketingTable
from functions.marketing.tagging import set_tags
from functions.privacy.erasing.forget_item import forget_item
from functions.privacy.exporting.export_person import _files
from functions.privacy.model.consent import Purpose
from functions.privacy.model.retention import Retention
from functions.privacy.store.belongings import of_customer
from functions.shared.events.contracts.customers import RfmChanged
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import MAX_AMOUNT
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from functions.shared.store.transactions import transact
from tests.integration.marketing import shop
from tests.integration.promotions.shop import customer_of
from tests.support.events import events_in
from tests.support.http import Answer
from tests.support.orders import an_order

RULES = "/v1/admin/customer_tags"
REGULAR: dict[str, Any] = {"tag": "regular", "name": "Regular", "rule": {"field": "orders", "op": "at_least", "value": 1}}
GERMAN: dict[str, Any] = {
    "tag": "german", "name": "Speaks German", "rule": {"field": "language", "op": "in", "value": ["de"]}, "behavioural": False,
}  # fmt: skip
VIP: dict[str, Any] = {"tag": "vip", "name": "VIP"}
AGREES = {"consents": ["personalisation"]}


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")


def listed(*tags: dict[str, Any], **more: Any) -> Answer:
    return shop.staff().put(RULES, {"tags": list(tags), **more})


def followed(*tags: dict[str, Any]) -> None:
    answer = listed(*tags)
    assert answer.status == 200, answer.text
    shop.due_work()


def path(who: str) -> str:
    return f"/v1/admin/customers/{who}/portrait"


def portrait(who: str, role: str = "manager") -> Any:
    answer = shop.staff(role).get(path(who))
    assert answer.status == 200, answer.text
    return answer.json


def tags_of(who: str) -> list[str]:
    return [one.tag for one in known_of(who).tags]


def give(who: str, *tags: dict[str, Any], **headers: str) -> Answer:
    return shop.staff().patch(path(who), {"tags": list(tags)}, **headers)


def test_a_portrait_says_what_is_behind_it() -> None:
    """H11: from events to the figures, the tags, and the orders behind those; staff who may read less see less."""
    who = shop.a_customer(1, language="de", agrees=False)
    shop.agree(who, purpose=Purpose.PERSONALISATION)
    order = replace(an_order(), customer_id=who).summary()
    now = clock.now()
    refunded = OrderRefunded(order, "ref_1", "pay_1", 100, order.currency, 0, 100, 100, False, "x", times.iso(now))
    shop.heard(know_people, [shop.event(OrderPaid(order, "pay_1", times.iso(now)), order.order_id), shop.event(refunded, "ref_1", now)])
    followed(REGULAR, GERMAN, VIP)
    shown = portrait(who)
    assert (shown["agrees"], shown["refused"], shown["language"]) == (True, [], "de")
    buying = shown["buying"]
    assert (buying["orders"], buying["channels"], buying["with_coupon"]) == (1, {order.channel: 1}, len(order.coupons) and 1)
    assert buying["categories"] == {line.category_id: 1 for line in order.lines if line.category_id}
    assert buying["rfm"] in {one.rfm for one in [known_of(who)]}
    (money,) = buying["money"]
    assert (money["orders"], money["returned"]) == (1, 1_000_000 // order.total)
    assert [money[one] for one in ("paid", "refunded")] == [{"amount": n, "currency": order.currency} for n in (order.total, 100)]
    regular, german = shown["tags"]
    assert [regular[one] for one in ("tag", "name", "source", "holds", "by")] == ["regular", "Regular", "rule", True, None]
    assert regular["reasons"] == [{**REGULAR["rule"], "met": True, "held": 1, "orders": [order.order_id]}]
    assert [(one["held"], one["orders"]) for one in german["reasons"]] == [("de", [])]
    given = give(who, {"tag": "vip", "until": times.iso(now + timedelta(days=2))})
    assert (given.status, [one["tag"] for one in given.json["tags"]]) == (200, ["vip"]), given.text
    vip = portrait(who)["tags"][-1]
    assert (vip["tag"], vip["source"], vip["by"], vip["holds"], vip["reasons"]) == ("vip", "staff", customer_of(shop.SUBJECT), None, None)
    assert shop.staff("picker").get(path(who)).status == 403


def test_orders_are_worth_more_together_than_one_can_be() -> None:
    """H11: two orders at the limit of an amount."""
    who = shop.a_customer(1, language="de", agrees=False)
    shop.agree(who, purpose=Purpose.PERSONALISATION)
    for number in range(2):
        order = replace(replace(an_order(), customer_id=who).summary(), order_id=f"ord_{number}", total=MAX_AMOUNT)
        shop.heard(know_people, [shop.event(OrderPaid(order, f"pay_{number}", times.iso(clock.now())), order.order_id)])
    assert portrait(who)["buying"]["money"][0]["paid"]["amount"] == 2 * MAX_AMOUNT


def test_tags_follow_the_rules_and_choose_people() -> None:
    """H11: a changed list is followed without waiting for the night; a segment asks for tags; nobody else is touched."""
    buyer, other = shop.known(1, orders=2, **AGREES), shop.known(2, **AGREES)
    subscriber = "eml_abc"
    transact([known_put(replace(known_of(subscriber), orders=3, consents=["personalisation"]))])
    followed(REGULAR)
    assert (tags_of(buyer), tags_of(other), tags_of(subscriber)) == (["regular"], [], [])
    segment = shop.segment({"field": "tag", "op": "any_of", "value": ["regular"]})
    found = shop.staff().get(f"/v1/admin/segments/{segment}/preview").json
    assert [one["id"] for one in found["data"]] == [buyer]
    untouched = known_of(other).version
    assert shop.due_work() == 0
    followed({**REGULAR, "rule": {**REGULAR["rule"], "value": 3}})
    assert (tags_of(buyer), known_of(other).version) == ([], untouched)
    assert events_in(MarketingTable, RfmChanged.TYPE) == []
    # The night comes anyway.
    transact([known_put(replace(known_of(buyer), orders=3))])
    with clock.frozen(times.parse(people_count()[1])):
        shop.due_work()
    assert tags_of(buyer) == ["regular"]


def test_consent_that_is_withdrawn_takes_behaviour_along() -> None:
    """H11: removing consent removes behavioural tags: as soon as it is told, not in 24 hours. The portrait shows no behaviour then."""
    who = shop.a_customer(1, language="de", agrees=False)
    shop.agree(who, purpose=Purpose.PERSONALISATION)
    transact([known_put(replace(known_of(who), orders=2, last_order_at="2026-01-01T00:00:00.000Z"))])
    followed(REGULAR, GERMAN, VIP, {"tag": "loud", "name": "Loud", "behavioural": False})
    assert give(who, {"tag": "vip"}, {"tag": "loud"}).status == 200
    assert tags_of(who) == ["regular", "german", "vip", "loud"]
    shop.agree(who, False, Purpose.PERSONALISATION)
    assert tags_of(who) == ["german", "loud"]
    shown = portrait(who)
    assert (shown["agrees"], shown["buying"], [one["tag"] for one in shown["tags"]]) == (False, None, ["german", "loud"])
    refused = give(who, {"tag": "vip"}, {"tag": "loud"})
    assert (refused.status, refused.code, refused.json["tags"]) == (409, "not_agreed", ["vip"])
    followed(REGULAR, GERMAN)
    assert tags_of(who) == ["german"]


def test_what_is_kept_is_exported_and_erased() -> None:
    """H11: tags are part of what somebody is sent who asks; who was erased has neither tags nor a portrait."""
    who = shop.known(1, orders=2, **AGREES)
    followed(REGULAR)
    exported = _files(who)["marketing/known_person"]
    assert [one["tag"] for one in exported[0]["tags"]] == ["regular"]
    for belonging in of_customer(who):
        forget_item(belonging, Retention(), "CN")
    KeyRecord(pk=key_pk(who), sk=KEY_SK, kind="key", erased_at=times.iso(clock.now())).save()
    assert shop.staff().get(path(who)).status == 404
    followed({**REGULAR, "rule": {"field": "orders", "op": "at_least", "value": 0}})
    assert known_of(who).version == 0
    assert [one.item for one in of_customer(who) if one.item.table == "marketing"] == []


def test_who_is_erased_between_the_look_and_the_writing_gets_no_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by staff, whose write is refused under the key of who was erased."""
    who = shop.known(1, **AGREES)
    followed(VIP)
    real = set_tags.get_known

    def meanwhile(person: str) -> Any:
        found = real(person)
        KeyRecord(pk=key_pk(who), sk=KEY_SK, kind="key", erased_at=times.iso(clock.now())).save()
        return found

    monkeypatch.setattr(set_tags, "get_known", meanwhile)
    assert give(who, {"tag": "vip"}).status in (404, 410)
    assert tags_of(who) == []


def test_what_is_told_between_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff give a tag while consent is withdrawn, or the list is set while people are judged: what came last holds."""
    who = shop.a_customer(1, agrees=False)
    shop.agree(who, purpose=Purpose.PERSONALISATION)
    followed(VIP)
    real, times_read = set_tags.get_known, list[str]()

    def meanwhile(person: str) -> Any:
        found = real(person)
        times_read.append(person)
        if len(times_read) == 1:
            shop.agree(who, False, Purpose.PERSONALISATION)
        return found

    monkeypatch.setattr(set_tags, "get_known", meanwhile)
    assert give(who, {"tag": "vip"}).code == "not_agreed"
    assert (len(times_read), tags_of(who)) == (2, [])
    walk, seen = everybody, list[str | None]()

    def set_anew(after: str | None) -> Any:
        for one in walk(after):
            yield one
            if not seen:
                seen.append(after)
                assert listed(GERMAN).status == 200

    monkeypatch.setattr(tell_groups, "everybody", set_anew)
    german = shop.known(2, language="de")
    assert listed(VIP, REGULAR).status == 200
    count_people.count_people()
    assert (tags_of(german), people_count()[0].telling) == ([], True)
    count_people.count_people()
    assert (tags_of(german), people_count()[0].telling) == (["german"], False)
    assert people_count()[0].rules == 3


def test_a_list_is_checked() -> None:
    """H11: whatever is wrong is said with its place, and nothing is kept of it."""
    segment = shop.segment({"field": "spent", "op": "at_least", "value": {"amount": 1, "currency": "CNY"}})
    named = {"field": "segment", "op": "in", "value": segment}
    wrong: list[tuple[Any, str, str]] = [
        ({**REGULAR, "behavioural": False}, "/tags/0/behavioural", "behavioural"),
        ({**GERMAN, "rule": named}, "/tags/0/behavioural", "behavioural"),
        ({**REGULAR, "rule": {"field": "shoe", "op": "in", "value": 1}}, "/tags/0/rule/field", "unknown_field"),
        ({**VIP, "fade_days": 3}, "/tags/0/fade_days", "without_rule"),
    ]
    for tag, pointer, code in wrong:
        answer = listed(tag)
        assert (answer.status, [(one["pointer"], one["code"]) for one in answer.json["errors"]]) == (422, [(pointer, code)])
    for tag in ({**VIP, "tag": "🎁"}, {**VIP, "tag": ""}, {**VIP, "name": " "}, {**REGULAR, "fade_days": 367}, {"name": "x"}, "vip", None):
        assert listed(tag).status == 422  # type: ignore[arg-type]
    long = {"field": "bought_product", "op": "any_of", "value": ["x" * 64] * 200}
    assert listed(*({"tag": f"t{n}", "name": "T", "rule": long} for n in range(8))).json["errors"][0]["code"] == "too_large"
    assert listed({**REGULAR, "rule": {**named, "value": "seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}}).code == "unknown_segment"
    assert shop.staff().get(RULES).json == {"tags": [], "version": 0}
    assert listed(VIP, version=3).code == "version_conflict"
    assert shop.staff("support").put(RULES, {"tags": []}).status == 403


def test_of_two_who_set_the_list_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real, read = tag_rules.kept_tag_rules, list[int]()

    def meanwhile() -> Any:
        found = real()
        read.append(found[1])
        if len(read) == 1:
            assert listed(VIP, version=0).status == 200
        return found

    monkeypatch.setattr(tag_rules, "kept_tag_rules", meanwhile)
    assert listed(GERMAN, version=0).code == "version_conflict"
    assert [one.tag for one in real()[0].tags] == ["vip"]


def test_only_tags_of_the_list_are_given() -> None:
    who = shop.known(1, **AGREES)
    followed(REGULAR, VIP)
    over = times.iso(clock.now() - timedelta(days=1))
    for tags in (
        [{"tag": "regular"}],
        [{"tag": "other"}],
        [{"tag": "vip", "until": over}],
        [{"tag": "vip"}] * 2,
        [{"tag": "vip", "until": "x"}],
    ):
        answer = give(who, *tags)
        assert answer.status == 422, answer.text
    assert give("cus_x", {"tag": "vip"}).status == 404
    first = give(who, {"tag": "vip"})
    assert give(who, {"tag": "vip"}, **{"If-Match": '"1"'}).code == "version_conflict"
    assert known_of(who).tags == [Tag("vip", known_of(who).tags[0].since, by=customer_of(shop.SUBJECT))]
    assert give(who, **{"If-Match": f'"{first.json["version"]}"'}).json["tags"] == []
    assert tags_of(who) == []


def test_a_segment_that_is_gone_holds_for_nobody() -> None:
    """The other tags are judged all the same."""
    who = shop.known(1, orders=1, language="de", **AGREES)
    segment = shop.segment({"field": "orders", "op": "at_least", "value": 1})
    followed({**REGULAR, "rule": {"field": "segment", "op": "in", "value": segment}}, GERMAN)
    assert tags_of(who) == ["regular", "german"]
    assert [one["field"] for one in portrait(who)["tags"][0]["reasons"]] == ["orders"]
    assert shop.staff().delete(f"/v1/admin/segments/{segment}").status == 200
    with clock.frozen(times.parse(people_count()[1])):
        shop.due_work()
    assert tags_of(who) == ["german"]
