"""M09, J01: what advertisements cost and brought, against a recount in plain Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.reports.app import app, attribution_nightly, lake_events
from functions.reports.model.spend import Spend
from functions.reports.spend.keep_spend import keep_spend
from functions.reports.store.records import ReportsTable
from functions.reports.store.spend_items import spent
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from tests.integration.reports.lake.visits import NOON, an_event, land, tell
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

PATH = "/v1/admin/reports/spend"
CSV = """day,source,campaign,keyword,currency,cost,clicks,impressions
2026-03-08,google,spring,gaiwan,CNY,12.34,10,200
2026-03-08,google,spring,tea,CNY,5,3,
2026-03-08,meta,spring,,EUR,7.50,1,90
"""


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def told(body: Any, kind: str = "text/csv", **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body
    return Client(app, bearer("owner")).post(PATH, raw, content_type=kind, **headers)


def report(by: str = "keyword", first: str = "2026-03-01", last: str = "2026-03-10") -> Any:
    answer = Client(app, bearer("analyst")).get(f"{PATH}?from={first}&to={last}&by={by}")
    assert answer.status == 200, answer.text
    return answer.json


def costs(by: str = "keyword") -> dict[tuple[str, str | None, str | None], tuple[int, str]]:
    rows = report(by)["rows"]
    return {(row["source"], row["campaign"], row["keyword"]): (row["cost"]["amount"], row["cost"]["currency"]) for row in rows}


def test_a_file_is_kept_once_however_often_it_comes_and_a_correction_replaces() -> None:
    for _ in range(3):
        assert told(CSV).json == {"kept": 3}
    assert costs() == {
        ("google", "spring", "gaiwan"): (1234, "CNY"), ("google", "spring", "tea"): (500, "CNY"), ("meta", "spring", ""): (750, "EUR"),
    }  # fmt: skip
    row = {"day": "2026-03-08", "source": "google", "campaign": "spring", "keyword": "tea", "cost": {"amount": 450, "currency": "CNY"}}
    assert told(b'{"rows": []}', "application/json").code == "no_rows"
    assert Client(app, bearer("owner")).post(PATH, {"rows": [row]}).json == {"kept": 1}
    assert costs()["google", "spring", "tea"] == (450, "CNY")
    assert costs("source") == {("google", None, None): (1684, "CNY"), ("meta", None, None): (750, "EUR")}


def test_one_campaigns_costs_in_two_currencies_are_two_rows_and_each_is_corrected_alone() -> None:
    """J01: an account that is billed in euros and in yuan."""
    both = CSV.replace("google,spring,tea,CNY,5", "google,spring,gaiwan,EUR,5")
    assert told(both).json == {"kept": 3}
    shown = {(row["keyword"], row["cost"]["currency"]): row["cost"]["amount"] for row in report()["rows"]}
    assert shown == {("gaiwan", "CNY"): 1234, ("gaiwan", "EUR"): 500, ("", "EUR"): 750}
    assert told(both.replace(",EUR,5,", ",EUR,6,")).json == {"kept": 3}
    totals = {one["cost"]["currency"]: one["cost"]["amount"] for one in report()["totals"]}
    assert totals == {"CNY": 1234, "EUR": 1350}


def test_a_row_that_was_kept_before_currencies_had_rows_of_their_own_counts_until_it_is_told_again() -> None:
    old = Spend("2026-03-08", "google", "spring", "gaiwan", "CNY", 900)
    digest = hashlib.sha256(b"google|spring|gaiwan").hexdigest()[:32]
    ReportsTable(pk="SPEND#2026-03", sk=f"2026-03-08#{digest}", kind="spend", body=dump(old)).save()
    euros = replace(old, currency="EUR", cost=500)
    keep_spend([euros], remember=lambda _: [])
    assert list(spent(["2026-03"], "2026-03-08", "2026-03-08")) == [old, euros], "another currency takes nobody's place"
    keep_spend([replace(old, cost=1000)], remember=lambda _: [])
    assert sorted((one.currency, one.cost) for one in spent(["2026-03"], "2026-03-08", "2026-03-08")) == [("CNY", 1000), ("EUR", 500)]


def test_the_same_key_of_idempotency_gives_the_same_answer() -> None:
    desk = Client(app, bearer("owner"))
    first, again = (desk.post(PATH, CSV.encode(), content_type="text/csv", idempotency_key="file-7") for _ in range(2))
    assert (first.status, again.status, again.headers["idempotent-replayed"]) == (200, 200, "true")
    other = desk.post(PATH, CSV.replace("12.34", "1").encode(), content_type="text/csv", idempotency_key="file-7")
    assert other.code == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ("", 422, "missing_column", None),
        ("day,source,campaign,currency,cost\n", 422, "no_rows", None),
        ("day,source,campaign,currency,cost,price\n", 422, "unknown_column", None),
        (CSV.replace("12.34", "-1"), 422, None, "/rows/0/cost"),
        (CSV.replace("12.34", '"1,234.5"'), 422, None, "/rows/0/cost"),
        (CSV.replace("12.34", "1.234"), 422, None, "/rows/0/cost"),
        (CSV.replace("12.34", "NaN"), 422, None, "/rows/0/cost"),
        (CSV.replace("12.34", "1e400"), 422, None, "/rows/0/cost"),
        (CSV.replace("CNY,12", "XYZ,12"), 422, None, "/rows/0/cost/currency"),
        (CSV.replace("2026-03-08,meta", "2027-01-01,meta"), 422, None, "/rows/2/day"),
        (CSV.replace("2026-03-08,meta", "08.03.2026,meta"), 422, None, "/rows/2/day"),
        (CSV.replace("tea", "gaiwan"), 422, None, "/rows/1"),
        (CSV.replace("tea", "a|b"), 422, None, "/rows/1/keyword"),
        (CSV.replace("10,200", "ten,200"), 422, None, "/rows/0/clicks"),
        (CSV + "a,b,c,d,e,f,g,h,i,j\n", 400, "unreadable_csv", None),
        (b"\xff\xfe\x00\x01\x80\x81" * 9, None, None, None),
        (CSV.splitlines()[0] + "\n" + "\n".join(f"2026-03-08,g,c,k{n},CNY,1,," for n in range(2_001)), 422, "too_many_rows", None),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_where_and_nothing_is_kept(body: Any, status: int | None, code: str | None, pointer: str | None) -> None:
    answer = told(body)
    assert answer.status == status or (status is None and 400 <= answer.status < 500), answer.text
    if code:
        assert answer.code == code
    if pointer:
        assert pointer in [fault["pointer"] for fault in answer.json["errors"]], answer.text
    assert list(ReportsTable.scan(ReportsTable.kind == "spend")) == []


def test_a_row_whose_characters_were_lost_on_the_way_is_told_so() -> None:
    """J01: a tool has read the file in the wrong encoding before; whether it comes as CSV or JSON, the row and its field are named."""
    rows = [{"day": "2026-03-08", "source": "g", "campaign": "c", "keyword": word, "cost": {"amount": 1, "currency": "CNY"}}
            for word in ("茶", "\ufffd\ufffd", "tea")]  # fmt: skip
    for answer in (told(CSV.replace("tea", "t\ufffd")), Client(app, bearer("owner")).post(PATH, {"rows": rows})):
        assert answer.status == 422
        (fault,) = answer.json["errors"]
        assert (fault["pointer"], fault["code"]) == ("/rows/1/keyword", "unknown_encoding")
        assert "U+FFFD" in fault["detail"]
    assert list(ReportsTable.scan(ReportsTable.kind == "spend")) == []
    assert told(CSV.replace("tea", "茶").encode("gb18030"), "text/csv; charset=gb18030").json == {"kept": 3}
    assert ("google", "spring", "茶") in costs()


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"rows": 3}', b'{"rows": [3]}', b'{"rows": [{}]}', b'{"rows": [], "x": 1}', b"\xff", b"null"]
)
def test_bad_json_is_told(body: bytes) -> None:
    assert told(body, "application/json").status in (400, 422)
    assert told(body, "image/png").status == 415


def test_orders_are_owed_to_the_last_touch_of_seven_days_or_to_nobody() -> None:
    """One by the last of two ads; one by an ad 8 days old; one without; one by a keyword alone bought twice."""
    day = timedelta(days=1)
    sent = NOON - day
    touches = [("a", "tea", 3), ("a", "gaiwan", 2), ("b", "tea", 8), ("d", "tea", 6.9)]
    orders = {name: an_order(price=10_000 * number) for number, name in enumerate("abcd", 1)}
    events = [
        an_event(n, "ad.clicked", sent - day * back, f"s{n}", f"v-{who}", source="google", campaign="spring", keyword=word, click_id="x.1")
        for n, (who, word, back) in enumerate(touches)
    ]  # fmt: skip
    events += [
        an_event(100 + n, "order.sent", sent, f"t{n}", f"v-{who}", order_id=order.id) for n, (who, order) in enumerate(orders.items())
    ]
    for event in events:
        with clock.frozen(max(NOON - 9 * day, _at(event))):
            assert tell([event]).json["accepted"] == 1
            land()
    with clock.frozen(sent + timedelta(minutes=5)):
        told_events: list[Envelope] = [paid_event(order) for order in orders.values()]
        assert lake_events(sqs_of_events([*told_events, told_events[0]]), None) == {"batchItemFailures": []}
        land()
    told(CSV)
    for _ in range(2):
        assert attribution_nightly({}, None) == {"days": 8}
    answer = report()
    brought = {row["keyword"]: (row["orders"], row["revenue"]["amount"], row["return_on_spend"]) for row in answer["rows"] if row["orders"]}
    total = {name: order.totals.total for name, order in orders.items()}
    assert brought == {"gaiwan": (1, total["a"], round(total["a"] / 1234, 4)), "tea": (1, total["d"], round(total["d"] / 500, 4))}
    (nobody,) = answer["unattributed"]
    assert (nobody["orders"], nobody["revenue"]["amount"], nobody["cost"]["amount"]) == (2, total["b"] + total["c"], 0)
    sums = {one["cost"]["currency"]: (one["orders"], one["revenue"]["amount"], one["cost"]["amount"]) for one in answer["totals"]}
    assert sums == {"CNY": (4, sum(total.values()), 1734), "EUR": (0, 0, 750)}


def test_words_that_look_like_somebody_are_not_kept_and_bad_touches_are_set_aside() -> None:
    clicks = [
        an_event(1, "ad.clicked", NOON, source="google", campaign="spring", keyword="call 13800138000"),
        an_event(2, "ad.clicked", NOON, source="goo|gle", campaign="spring"),
        an_event(3, "ad.clicked", NOON, source="google", campaign="spring", keyword="a|b"),
    ]
    answer = tell(clicks).json
    assert (answer["accepted"], answer["quarantined"]) == (1, 2)


def _at(event: dict[str, Any]) -> Any:
    from functions.shared.plain import times

    return times.parse(event["at"])
