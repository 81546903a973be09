"""J02: whoever dies, comes twice or meets another: each matching person is told once, and figures count everybody once. (10,000 people and
two restarts: benchmarks/messages/campaign.py.)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import know_people
from functions.marketing.campaigns import take_turn as turns
from functions.marketing.campaigns.take_turn import take_turn
from functions.marketing.store.people import known_of
from functions.privacy.store.tombstones import destroy_key
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact
from tests.integration.marketing import shop


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    shop.mailbox()
    shop.published()
    yield
    shop.forget_mails()


class Died(Exception):
    """The function was killed."""


def people_told() -> Counter[str]:
    return Counter(one.data["person"] for one in shop.requested())


def dying(monkeypatch: pytest.MonkeyPatch, after: int, *, written: bool) -> None:
    """The worker dies with its transaction number `after`: before it, or when it was written and nobody heard of it."""
    count = 0

    def write(writes: Any) -> None:
        nonlocal count
        count += 1
        if count == after and not written:
            raise Died
        transact(writes)
        if count == after:
            raise Died

    monkeypatch.setattr(turns, "transact", write)


@pytest.mark.parametrize("written", [True, False])
def test_two_restarts_in_the_middle(monkeypatch: pytest.MonkeyPatch, written: bool) -> None:
    for number in range(200):
        shop.known(number)
    one = shop.campaign(shop.segment())
    shop.schedule(one)
    for after in (3, 4):
        dying(monkeypatch, after, written=written)
        with pytest.raises(Died):
            take_turn(one)
        monkeypatch.setattr(turns, "transact", transact)
        take_turn(one)
        assert shop.state(one) == "sending", "another worker has it, as far as anybody knows"
        monkeypatch.setattr(clock, "now", later(clock.now(), minutes=2))
    take_turn(one)
    assert shop.state(one) == "sent"
    assert people_told() == Counter({shop.person(number): 1 for number in range(200)})
    assert (shop.figures(one)["told"], shop.figures(one)["looked_at"]) == (200, 200)
    take_turn(one)
    assert len(shop.requested()) == 200


def later(now: Any, **by: float) -> Any:
    moment = now + timedelta(**by)
    return lambda: moment


def test_workers_side_by_side_and_started_twice() -> None:
    """One of them has it; also where the lease of the first is over and it is still alive."""
    for number in range(100):
        shop.known(number)
    one = shop.campaign(shop.segment())
    with ThreadPoolExecutor(4) as pool:
        answers = [answer.status for answer in pool.map(lambda _: shop.schedule(one), range(4))]
    assert sorted(answers) == [200, 409, 409, 409]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: take_turn(one), range(4)))
    assert people_told() == Counter({shop.person(number): 1 for number in range(100)})
    assert (shop.state(one), shop.figures(one)["told"]) == ("sent", 100)
    assert shop.schedule(one).code == "illegal_transition"


def test_two_workers_that_both_believe_it_is_theirs() -> None:
    for number in range(100):
        shop.known(number)
    one = shop.campaign(shop.segment())
    shop.schedule(one)
    campaign = turns._taken(one)
    assert campaign is not None

    def walk(_: int) -> str:
        try:
            return str(turns._walked(campaign))
        except Overtaken:
            return "overtaken"

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(walk, range(3))) <= {"True", "overtaken"}
    turns._walked(campaign)
    assert people_told() == Counter({shop.person(number): 1 for number in range(100)})
    assert shop.figures(one)["told"] == 100


def test_stopped_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has not gone does not go."""
    for number in range(150):
        shop.known(number)
    one = shop.campaign(shop.segment())
    shop.schedule(one)
    dying(monkeypatch, 3, written=True)
    with pytest.raises(Died):
        take_turn(one)
    monkeypatch.setattr(turns, "transact", transact)
    told = len(shop.requested())
    assert 0 < told < 150
    assert shop.staff().post(f"/v1/admin/message_campaigns/{one}/cancel").json["state"] == "cancelled"
    monkeypatch.setattr(clock, "now", later(clock.now(), minutes=3))
    take_turn(one)
    assert shop.due_work() == 0
    assert (len(shop.requested()), shop.figures(one)["told"], shop.state(one)) == (told, told, "cancelled")
    assert shop.staff().post(f"/v1/admin/message_campaigns/{one}/cancel").code == "illegal_transition"


def test_stopped_while_a_worker_is_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(100):
        shop.known(number)
    one = shop.campaign(shop.segment())
    shop.schedule(one)
    count = 0

    def write(writes: Any) -> None:
        nonlocal count
        count += 1
        if count == 3:
            shop.staff().post(f"/v1/admin/message_campaigns/{one}/cancel")
        transact(writes)

    monkeypatch.setattr(turns, "transact", write)
    take_turn(one)
    assert (len(shop.requested()), shop.figures(one)["told"], shop.state(one)) == (32, 32, "cancelled")


def test_who_is_erased_in_the_middle_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        shop.a_customer(number)
    gone = shop.person(1)
    one = shop.campaign(shop.segment())
    shop.schedule(one)
    count = 0

    def write(writes: Any) -> None:
        nonlocal count
        count += 1
        if count == 2:
            destroy_key(gone)
        transact(writes)

    monkeypatch.setattr(turns, "transact", write)
    take_turn(one)
    assert sorted(people_told()) == sorted(shop.person(number) for number in (0, 2))
    assert shop.figures(one)["told"] == 2
    destroy_key(shop.person(0))
    shop.deliver()
    assert [mail.destinations["ToAddresses"] for mail in shop.mails()] == [["c2@example.com"]]
    assert shop.figures(one)["held_back"] == {"no_email": 1}
    shop.heard(know_people, [shop.event(CustomerRegistered(gone, "de"), gone)])
    assert known_of(gone).language == "en", "what comes late writes nothing"
