"""The lake on a served shop: what browsers tell over HTTP, landed by the schedule under its own rights, read as reports."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.shared.plain import times
from tests.journeys.shopper import Shop, eventually

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def an_event(kind: str, at: datetime, session: str, **more: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "type": kind, "at": times.iso(at), "anonymous_id": f"a-{session}", "session_id": session, **more,
    }  # fmt: skip


def tell(shop: Shop, events: list[Any]) -> Any:
    return shop.call("POST", "/v1/events", {"consent": True, "events": events}, User_Agent=BROWSER)


def land(shop: Shop) -> Any:
    return shop.run("lake-hourly")


def report(shop: Shop, name: str, first: datetime, last: datetime) -> Any:
    return shop.get(f"/v1/admin/reports/{name}?from={first.date()}&to={last.date()}", **shop.staff("analyst"))


def test_what_browsers_tell_becomes_reports(shop: Shop) -> None:
    """M05, M11, M02: malformed, of the future, of 1 MB, twice, three days late; two runs at once; and once more."""
    now, session, word = shop.now(), uuid.uuid4().hex[:8], f"oolong {uuid.uuid4().hex[:6]}"
    variant = shop.a_variant()
    good = [
        an_event("product.viewed", now, session, product_id=variant["product_id"]),
        an_event("search.made", now, session, query=word, results=0),
        an_event("cart.added", now, session, product_id=variant["product_id"], quantity=1),
    ]
    late = an_event("page.viewed", now - timedelta(days=3), session)
    bad = [{"type": "no"}, "text", an_event("page.viewed", now + timedelta(hours=2), session), an_event("page.viewed", now, "x" * 200)]
    first = tell(shop, [*good, late, good[0], *bad])
    assert first.status == 202, first.text
    assert first.json == {"accepted": 4, "duplicate": 1, "quarantined": 4}
    assert tell(shop, [{"pad": "x" * 1_050_000}]).status == 413
    tell(shop, [*good, late])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: land(shop), range(2)))
    start, end = now - timedelta(days=4), now + timedelta(days=1)

    def words() -> Any:
        return {one["query"]: one["in_vain"] for one in report(shop, "search_words", start, end)["words"]}

    eventually(words, lambda found: found.get(word) == 1, seconds=60)
    land(shop)
    quality = [day for day in report(shop, "data_quality", start, end)["days"] if day["received"]]
    assert quality
    for day in quality:
        assert day["accepted"] + day["duplicate"] + day["quarantined"] == day["received"]
    assert sum(day["quarantined"] for day in quality) >= 4
    assert sum(day["duplicate"] for day in quality) >= 5
    assert report(shop, "funnel", start, end)["totals"]["carted"] >= 1
    rows = report(shop, "product_health", start, end)["products"]
    assert next(row for row in rows if row["product_id"] == variant["product_id"])["views"] == 1
    assert words()[word] == 1
    board = shop.get("/v1/admin/reports/live", **shop.staff("analyst"))
    assert board["visitors"] >= 1
    page = shop.call("GET", f"/v1/admin/reports/pack?from={start.date()}&to={end.date()}&language=en", **shop.staff("analyst"))
    assert page.status == 200, page.text[:300]
    assert word in page.text
    paper = shop.call("GET", f"/v1/admin/reports/pack.pdf?from={start.date()}&to={end.date()}", Accept="application/pdf",
                      **shop.staff("analyst"))  # fmt: skip
    assert paper.content.startswith(b"%PDF"), paper.text[:300]


def test_a_pack_is_mailed_once(shop: Shop) -> None:
    """M12: by the schedule, through the bus, to who works here."""
    owner = shop.staff()
    me = shop.get("/v1/admin/staff", **owner)["data"]
    analyst = next(one for one in me if one["email"] == shop.info["users"]["analyst"]["login"])
    mail = {"id": f"day-{uuid.uuid4().hex[:6]}", "label": f"Yesterday {uuid.uuid4().hex[:6]}", "period": "day", "language": "en",
            "recipients": [analyst["id"]], "hour": 0}  # fmt: skip
    shop.send("PUT", "/v1/admin/report_mails", {"mails": [mail]}, **owner)
    for _ in range(2):
        shop.run("report-mails")

    def mails() -> list[str]:
        return [one["subject"] for one in shop.get(f"/sandbox/mailbox?to={analyst['email']}")["data"] if mail["label"] in one["subject"]]

    eventually(mails, bool, seconds=60)
    shop.run("report-mails")
    assert len(mails()) == 1
    shop.send("PUT", "/v1/admin/report_mails", {"mails": []}, **owner)


def test_a_paid_order_moves_the_board_and_counts_its_lines(shop: Shop) -> None:
    variant, now = shop.a_variant(), shop.now()

    def board() -> Any:
        return shop.get("/v1/admin/reports/live", **shop.staff("analyst"))

    before = board()
    order, _ = shop.paid_order(variant["id"], 2)
    after = eventually(board, lambda found: found["paid"] > before["paid"] and found["orders"] > before["orders"], seconds=60)
    revenue = {one["currency"]: one["revenue"] for one in after["currencies"]}
    assert revenue["CNY"] >= order["totals"]["total"]["amount"]
    land(shop)
    rows = report(shop, "product_health", now - timedelta(days=1), now + timedelta(days=1))["products"]
    assert next(row for row in rows if row["product_id"] == variant["product_id"])["sold"] == 2
    _nights_run_under_their_own_rights(shop, order["totals"]["total"]["currency"])


def _nights_run_under_their_own_rights(shop: Shop, currency: str) -> None:
    """M04, M13, J01, M03: what schedules and the desk of reports may do is enough, and a day that is over is closed and signed."""
    owner, analyst, today = shop.staff("owner"), shop.staff("analyst"), shop.now().date()
    campaign = f"c{uuid.uuid4().hex[:8]}"
    row = {"day": str(today), "source": "google", "campaign": campaign, "keyword": "tea", "cost": {"amount": 450, "currency": currency}}
    assert shop.send("POST", "/v1/admin/reports/spend", {"rows": [row]}, **owner) == {"kept": 1}
    planned = shop.send(
        "POST", "/v1/admin/reports/forecast/events", {"name": campaign, "first": str(today), "last": str(today)}, 201, **owner
    )
    shop.send("DELETE", f"/v1/admin/reports/forecast/events/{planned['id']}", None, 204, **owner)
    shop.send("POST", "/v1/admin/reports/findings/2026-01-01T00-nothing/resolve", {"outcome": "mended"}, 404, **owner)
    for schedule, told in (("forecast-nightly", "variants"), ("attribution-nightly", "days"), ("detection-hourly", "found")):
        assert shop.run(schedule)[told] >= 0
    spent = shop.get(f"/v1/admin/reports/spend?from={today}&to={today}&by=campaign", **analyst)["rows"]
    assert campaign in {one["campaign"] for one in spent}
    assert shop.get("/v1/admin/reports/findings", **analyst)["data"] == []
    assert shop.run("reports-hourly")["hours"] >= 0
    local = shop.now().astimezone(ZoneInfo("Asia/Shanghai"))
    day = shop.get(f"/v1/admin/reports/store_days/{local.date() - timedelta(days=1)}", **analyst)
    # Two hours after its end.
    assert (day["state"], day["is_valid"]) == (("closed", True) if local.hour >= 2 else ("open", None))
