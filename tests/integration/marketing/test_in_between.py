"""J02, J03, H10: what marketing keeps of people, segments and wishes is written under what was read: two at the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import app, know_people
from functions.marketing.campaigns import figures as figures_room
from functions.marketing.campaigns import take_turn, tell_waiting
from functions.marketing.knowing import note_order
from functions.marketing.segments import save_segment
from functions.marketing.stock_notices import ask
from functions.marketing.stock_notices import tell_waiting as waiting_room
from functions.marketing.store import left_carts, shares
from functions.marketing.store.campaigns import campaign_of, campaign_record
from functions.marketing.store.people import all_bought, known_of
from functions.marketing.store.records import RecipientRecord
from functions.marketing.store.wishes import find_round, round_due
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.contracts.promotions import MessageNoted
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.ids import subject_of
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.stock.store.records import StockRecord
from tests.integration.catalog.support import published as on_sale
from tests.integration.marketing import shop
from tests.integration.marketing.shares import shop as share_shop
from tests.integration.marketing.test_back_in_stock import moved, waits
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order
from tests.support.races import in_between

REMINDERS = "/v1/admin/cart_reminders"


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")


def _paid(who: str, number: int) -> Any:
    order = replace(an_order(), id=f"ord_01JD5Z6N7W8X9Y0Z1A2B3C4D{number}E", customer_id=who).summary()
    return shop.event(OrderPaid(order, "pay_1", times.iso(clock.now())), order.order_id)


def test_two_orders_of_somebody_at_once_and_one_that_is_told_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """H10: both count, and the one that is told twice counts once."""
    who = shop.a_customer(1)
    in_between(monkeypatch, note_order, "known_of", lambda: shop.heard(know_people, [_paid(who, 1)]))
    shop.heard(know_people, [_paid(who, 2)])
    in_between(monkeypatch, note_order, "bought_of", lambda: shop.heard(know_people, [_paid(who, 3)]))
    shop.heard(know_people, [_paid(who, 3)])
    assert (known_of(who).orders, len(all_bought(who))) == (3, 3)


def test_two_change_a_segment_at_once_and_one_removes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """J02: who named no version writes over what is there now; who did is told."""
    one = shop.segment()
    path, body = f"/v1/admin/segments/{one}", {"name": "Mine", "rule": shop.EVERYBODY}

    def theirs() -> None:
        assert shop.staff().put(path, body | {"name": "Theirs"}).status == 200

    in_between(monkeypatch, save_segment, "get_segment", theirs)
    mine = shop.staff().put(path, body)
    assert (mine.status, mine.json["name"], mine.json["version"]) == (200, "Mine", 3)
    in_between(monkeypatch, save_segment, "get_segment", theirs)
    stale = shop.staff().delete(path, if_match='"3"')
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert shop.staff().get(path).json["name"] == "Theirs"
    in_between(monkeypatch, save_segment, "get_segment", theirs)
    assert (shop.staff().delete(path).status, shop.staff().get(path).status) == (200, 404)


def test_a_campaign_is_cancelled_and_another_worker_begins_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """J02: between a worker's look and its first write: cancelled, it begins nothing; taken by another, it leaves it alone."""
    shop.published()
    shop.known(1)
    one, other = shop.campaign(shop.segment()), shop.campaign(shop.segment(name="b"))
    for scheduled in (one, other):
        assert shop.schedule(scheduled).status == 200
    in_between(
        monkeypatch, take_turn, "campaign_record", lambda: shop.staff().post(f"/v1/admin/message_campaigns/{one}/cancel").status == 200
    )
    take_turn.take_turn(one)
    assert (shop.state(one), shop.requested()) == ("cancelled", [])
    assert take_turn._taken(other) is not None
    later = clock.now() + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    in_between(monkeypatch, take_turn, "campaign_record", lambda: take_turn._taken(other))
    take_turn.take_turn(other)
    assert (shop.state(other), shop.requested()) == ("sending", [])


def test_who_is_told_at_their_own_time_is_told_by_one_of_two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """J02: and what became of it is counted once, though two hear of it at once."""
    shop.published()
    who, moment = shop.a_customer(1), times.parse("2027-03-26T12:00:00Z")
    monkeypatch.setattr(clock, "now", lambda: moment)
    one = shop.campaign(shop.segment())
    assert shop.schedule(one, local_at="2027-03-28T09:00").status == 200
    moment = times.parse("2027-03-27T20:00:00Z")
    shop.due_work()
    (waits_for_nine,) = [record for record in RecipientRecord.scan(RecipientRecord.kind == "recipient") if record.due_at]
    key = waits_for_nine.pk, waits_for_nine.sk
    moment = times.parse("2027-03-28T01:00:00Z")
    in_between(monkeypatch, tell_waiting, "find", lambda: tell_waiting.tell_waiting(*key))
    tell_waiting.tell_waiting(*key)
    found = shop.figures(one)
    assert (len(shop.requested()), found["told"], found["waiting"]) == (1, 1, 0)
    known = campaign_record(one)
    assert known is not None
    heard = shop.event(MessageNoted("msg_1", f"{one}:{campaign_of(known).series}", who, "sent"), "msg_1")
    in_between(monkeypatch, figures_room, "find_recipient", lambda: figures_room.note_outcome(heard))
    figures_room.note_outcome(heard)
    assert shop.figures(one)["sent"] == 1


@pytest.mark.parametrize(("path", "module", "read", "body"), [
    (REMINDERS, left_carts, "kept_reminders", {"enabled": True, "steps": [{"after_minutes": 60}]}),
    ("/v1/admin/share_settings", shares, "kept_rules", share_shop.SETTINGS),
])  # fmt: skip
def test_settings_that_two_change_at_once(monkeypatch: pytest.MonkeyPatch, path: str, module: Any, read: str, body: Any) -> None:
    """X32, J05: whoever read what is no longer so is told, and nothing of the other is lost."""
    version = str(shop.staff().get(path).json["version"])

    def theirs() -> None:
        assert shop.staff().put(path, body, **{"if-match": version}).status == 200

    in_between(monkeypatch, module, read, theirs)
    mine = shop.staff().put(path, body | {"enabled": False}, **{"if-match": version})
    assert (mine.status, mine.code) == (409, "version_conflict")
    assert shop.staff().get(path).json["enabled"] is True


def test_a_wish_that_changes_while_it_is_said_taken_back_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """X33: one wish with what was said last; taken back it is gone, whatever was said meanwhile; who took it back is told nothing."""
    variant = str(on_sale()["variants"][0]["id"])
    moved(variant, -100)
    in_between(monkeypatch, ask, "find_wish", lambda: waits(1, variant, quantity=3))
    assert waits(1, variant, quantity=2).status == 202
    customer = Client(app, bearer(subject=subject_of(shop.person(1))))

    def mine() -> list[int]:
        return [one["quantity"] for one in customer.get("/v1/me/stock_notices").json["data"]]

    def take_back() -> int:
        return customer.delete(f"/v1/me/stock_notices/{variant}").status

    assert mine() == [2]
    in_between(monkeypatch, ask, "find_wish", lambda: waits(1, variant, quantity=5))
    assert (take_back(), mine()) == (204, [])
    assert waits(1, variant).status == 202
    moved(variant, 5)
    shop.heard(know_people, events_in(StockRecord, "stock.returned"))
    in_between(monkeypatch, waiting_room, "whom_to_tell", take_back)
    waiting_room.tell_round(variant)
    assert (mine(), shop.requested()) == ([], [])


def test_a_variant_comes_back_in_the_moment_its_round_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """X33: it is looked at again."""
    variant, soon = "var_01JD0000000000000000000000", clock.now() + timedelta(seconds=30)
    transact([round_due(variant, clock.now() - timedelta(minutes=1))])
    in_between(monkeypatch, waiting_room, "find_round", lambda: transact([round_due(variant, soon)]))
    again(lambda: waiting_room._over(variant))
    known = find_round(variant)
    assert known is not None
    assert known.due_at == times.iso(soon)
