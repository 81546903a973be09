"""H10, M08: everybody is counted each night; an RFM segment is an audience, and groups of people are told that show nobody."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.marketing.app import know_people
from functions.marketing.knowing import count_people
from functions.marketing.model.people_count import PeopleCount, rounded, told_groups
from functions.marketing.store.people import everybody, known_of
from functions.marketing.store.people_counts import people_count
from functions.reports.model.doing.rfm import Buyer, scored
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.scores.rfm import RfmSegment
from functions.shared.plain.settings import settings
from tests.integration.marketing import shop

PATH = "/v1/admin/reports/demographics"


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")


def bought(number: int, days_ago: int, orders: int, spent: int, **more: Any) -> str:
    at = times.iso(clock.now() - timedelta(days=days_ago, hours=1))
    return shop.known(number, last_order_at=at, first_order_at=at, orders=orders, spent={settings().default_currency: spent}, **more)


def members(segment: str) -> list[str]:
    rule = {"field": "rfm", "op": "in", "value": [segment]}
    answer = shop.staff().get(f"/v1/admin/segments/{shop.segment(rule, segment)}/preview?limit=50")
    assert answer.status == 200, answer.text
    return sorted(one["id"] for one in answer.json["data"])


def test_members_of_a_segment_are_those_of_the_report() -> None:
    """H10: membership equals the reference, which scores everybody beside everybody."""
    chance = Random(7)
    people = {
        bought(n, chance.choice([1, 3, 3, 20, 90, 200]), chance.choice([1, 1, 1, 2, 5, 9]), chance.randrange(1_000, 900_000)): n
        for n in range(40)
    }
    for n in (50, 51):
        shop.known(n)
    bought(52, 3, 1, 0)
    assert shop.staff().get(f"/v1/admin/segments/{shop.segment({'field': 'rfm', 'op': 'in', 'value': ['loyal']})}/preview").code == (
        "people_not_counted"
    )
    shop.due_work()
    known = [known_of(one) for one in people]
    buyers = [Buyer(one.id, one.last_order_at[:10], one.orders, rounded(next(iter(one.spent.values())))) for one in known]
    wanted: dict[str, list[str]] = {segment: [] for segment in RfmSegment}
    for one in scored(buyers):
        wanted[one.segment].append(one.buyer.key)
    assert {segment: members(segment) for segment in RfmSegment} == {segment: sorted(some) for segment, some in wanted.items()}
    assert sum(map(len, wanted.values())) == 40


def test_a_campaign_is_sent_to_a_segment() -> None:
    """H10: usable as the audience of a message; where the fifths lay when it began, it keeps."""
    shop.published()
    best = shop.a_customer(1)
    other = shop.a_customer(2)
    bought(1, 1, 9, 90_000, consents=["marketing_email"], version=known_of(best).version)
    bought(2, 300, 1, 1_000, consents=["marketing_email"], version=known_of(other).version)
    segment = shop.segment({"field": "rfm", "op": "not_in", "value": ["dormant"]})
    one = shop.campaign(segment)
    shop.staff().get(PATH)
    shop.due_work()
    assert shop.schedule(one).status == 200
    shop.turn(one)
    figures = shop.staff().get(f"/v1/admin/message_campaigns/{one}/figures").json
    assert figures["figures"]["told"] == 1


def test_a_campaign_before_people_are_counted_is_stopped_with_its_reason() -> None:
    shop.published()
    one = shop.campaign(shop.segment({"field": "rfm", "op": "in", "value": ["champions"]}))
    answer = shop.schedule(one)
    assert (answer.status, answer.code) == (409, "people_not_counted")


@pytest.mark.parametrize("value", [[], ["vip"], "loyal", [1], None, ["loyal"] * 201])
def test_other_names_are_refused(value: Any) -> None:
    answer = shop.staff().post("/v1/admin/segments", {"name": "x", "rule": {"field": "rfm", "op": "in", "value": value}})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/rule/value")


def test_a_worker_that_dies_counts_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        bought(n, n, 1 + n, 1_000 * (n + 1))
    monkeypatch.setattr(count_people, "_OFTEN", 1)
    real, looked = everybody, list[str]()

    def dies(after: str | None) -> Any:
        for _, people in real(after):
            for one in people:
                looked.append(one.id)
                yield one.id, [one]
                if len(looked) == 4:
                    raise RuntimeError("killed")

    monkeypatch.setattr(count_people, "everybody", dies)
    assert shop.staff().get(PATH).json["counted_at"] is None
    with pytest.raises(RuntimeError):
        count_people.count_people()
    # Another one before the lease is over does nothing.
    count_people.count_people()
    assert len(looked) == 4
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        count_people.count_people()
    known, _ = people_count()
    assert known.counted_at
    assert sorted(looked) == sorted({*looked})
    assert shop.staff().get(PATH).json["people"] == 0
    assert len(known.cuts.orders) == 4


def test_a_worker_that_was_overtaken_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two of its writes another one, after the lease, counted everybody."""
    for n in range(3):
        bought(n, n, 1 + n, 1_000 * (n + 1))
    shop.staff().get(PATH)

    def slow(after: str | None) -> Any:
        monkeypatch.setattr(count_people, "everybody", everybody)
        yield from everybody(after)
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            count_people.count_people()

    monkeypatch.setattr(count_people, "everybody", slow)
    count_people.count_people()
    known, _ = people_count()
    assert sum(known.active["country"].values()) == 3
    # Asked for, its first lease, and those of the other one with what it found, and that all were told.
    assert (known.version, known.started_at) == (5, "")
    monkeypatch.setattr(count_people, "people_count", lambda: (PeopleCount(), "2026"))
    count_people.count_people()
    assert people_count()[0] == known


def test_each_night_anew() -> None:
    bought(1, 1, 1, 1_000)
    shop.staff().get(PATH)
    shop.due_work()
    first, due = people_count()
    assert first.counted_at < due <= times.iso(clock.now() + timedelta(days=1, hours=4))
    assert shop.due_work() == 0
    with clock.frozen(times.parse(due)):
        shop.due_work()
        assert people_count()[0].counted_at == due


def test_no_group_under_ten_is_told_nor_follows() -> None:
    """M08: a minimum group size of 10."""
    sizes = {1950: 3, 1985: 12, 1990: 25, 0: 11}
    number = 0
    for born, many in sizes.items():
        for _ in range(many):
            bought(number, number % 29, 1, 100, born_from=born, gender="female" if number % 2 else "", country="CN" if number else "DE")
            number += 1
    bought(number, 31, 1, 100, born_from=1990)
    shop.staff().get(PATH)
    shop.due_work()
    told = shop.staff().get(PATH).json
    year = clock.now().year
    assert told["people"] == 51
    assert told["by_age"]["groups"] == [
        {"key": "1985-1989", "ages": f"{year - 1989}-{year - 1985}", "people": 12},
        {"key": "1990-1994", "ages": f"{year - 1994}-{year - 1990}", "people": 25},
    ]
    assert told["by_age"]["withheld"] == 14
    assert [(one["key"], one["people"]) for one in told["by_gender"]["groups"]] == [("female", 25), ("unknown", 26)]
    assert (told["by_country"]["groups"], told["by_country"]["withheld"]) == ([], 51)
    assert shop.staff("support").get(PATH).status == 403


def test_groups_are_those_that_a_loop_over_the_people_finds() -> None:
    """M08: by age band, gender and country, of who bought in thirty days; nobody of a group of fewer than ten is shown, nor follows."""
    chance, people = Random(4), list[tuple[int, str, str]]()
    for number in range(70):
        born, gender = chance.choice((0, 1970, 1985, 1985, 1990, 1990)), chance.choice(("", "female", "female", "male"))
        country, ago = chance.choice(("CN", "CN", "CN", "DE", "US")), chance.choice((1, 12, 28, 40))
        bought(number, ago, 1, 100, born_from=born, gender=gender, country=country)
        if ago < 30:
            people.append((born, gender, country))
    shop.staff().get(PATH)
    shop.due_work()
    told = shop.staff().get(PATH).json
    assert told["people"] == len(people)
    for name, place in (("by_age", 0), ("by_gender", 1), ("by_country", 2)):
        many = Counter(str(one[place]) if one[place] else "unknown" for one in people)
        shown = {
            one["key"][:4] if name == "by_age" and one["key"] != "unknown" else one["key"]: one["people"] for one in told[name]["groups"]
        }
        small = {key for key, count in many.items() if count < 10}
        assert shown.keys() & small == set()
        assert all(many[key] == count for key, count in shown.items())
        # Of what is left out nobody learns a number under ten from the sum.
        rest = len(people) - sum(shown.values())
        assert told[name]["withheld"] == rest
        assert rest == 0 or rest >= 10
        # No more is left out than that needs.
        assert not many.keys() - shown.keys() - small or sum(many[key] for key in small) < 10


@pytest.mark.parametrize("seed", range(30))
def test_what_is_withheld_is_ten_at_least(seed: int) -> None:
    chance = Random(seed)
    counts = {str(n): chance.choice([1, 2, 9, 10, 11, 40]) for n in range(chance.randrange(6))}
    told, withheld = told_groups(counts)
    assert all(count >= 10 and counts[name] == count for name, count in told.items())
    rest = sum(counts.values()) - sum(told.values())
    assert withheld == (rest if rest >= 10 else 0)
    # What follows from the sum of all, where that is told.
    assert rest == 0 or rest >= 10 or not told
    assert Counter(told) <= Counter(counts)


def test_who_withdraws_is_of_no_age() -> None:
    """M08: age from a birthday that they agreed to."""
    who = shop.a_customer(1, birth_date="1991-03-31")
    assert known_of(who).born_from == 1990
    record = CustomerRecord.get(customer_pk(who), CUSTOMER_SK)
    record.body = customer_body(Customer(who, "c1@example.com", "x", "en", times.iso(clock.now())))
    record.save()
    shop.heard(know_people, [shop.event(CustomerRegistered(who, "en"), who)])
    assert (known_of(who).born_from, known_of(who).gender) == (0, "")
