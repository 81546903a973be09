"""What the first page counts, how far a job has got, and papers that are made: invoices of a row, labels of parcels that have one. X46"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.staff import Staff
from tests.browser.test_pages import quiet
from tests.journeys.merchant import sent_otherwise
from tests.journeys.parcels.test_invoices import ENTITY
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 60_000
_TILES = {
    "Exceptions": "/v1/admin/exceptions?",
    "Returns to decide": "/v1/admin/returns?status=requested",
    "Returns on their way": "/v1/admin/returns?status=in_transit",
    "To pick": "/v1/admin/picks?state=requested&warehouse=main",
    "Complaints to answer": "/v1/admin/complaints?status=open",
    "Disputes to answer": "/v1/admin/disputes?state=open",
    "Payment tasks": "/v1/admin/payment_tasks?status=open",
    "Quarantine": "/v1/admin/quarantine?status=open",
    "To moderate": "/v1/admin/moderation?",
    "Returns to rule on": "/v1/admin/returns?status=escalated",
    "Drafts of products": "/v1/admin/products?status=draft",
}
_COUNTED = "&limit=50"
"""So many at most, as the tiles do."""


def test_tiles_say_what_their_lists_hold_and_today_what_the_report_does(staff: Staff, shop: Shop) -> None:
    """Others sell beside it: a figure lies between what the API says before and after."""
    owner, desk = shop.staff("owner"), staff.at("owner")
    desk.speak("en")
    desk.size("wide")

    def counted() -> list[int]:
        return [len(shop.get(path + _COUNTED, **owner)["data"]) for path in _TILES.values()] + [
            shop.get("/v1/admin/reports/live", **owner)["orders"]
        ]

    main = desk.page.locator("#main-content")

    def not_as_counted() -> list[Any]:
        before = counted()
        # It is there already, as of a moment ago.
        desk.page.reload()
        desk.settled()
        shown = [
            int(re.findall(r"\d+", main.get_by_role("link", name=re.compile(rf"{name}( · Main.*)?$")).inner_text())[0]) for name in _TILES
        ]
        today = main.locator("p", has_text=re.compile("^Orders$")).locator("xpath=preceding-sibling::p").first.inner_text()
        told = zip([*_TILES, "Orders"], [*shown, int(today)], before, counted(), strict=True)
        return [(name, said, *one) for name, said, *one in told if not min(one) <= said <= max(one)]

    desk.open("/")
    # Each process of the report keeps what it counted for some seconds: of two, one may be behind the other.
    assert eventually(not_as_counted, lambda wrong: wrong == [], seconds=60) == []
    for name, cover in (("Sold out", "gone"), ("Last less than 14 days", "short")):
        tile = main.get_by_role("link", name=re.compile(name))
        # Before the first night nothing has been counted, and that is not nought.
        expect(tile).to_have_text(re.compile(r"^\d|^–.*Counted each night"))
        assert f"cover={cover}" in (tile.get_attribute("href") or "")
    quiet(desk)


def test_a_job_says_how_far_it_is_an_invoice_is_a_file_and_a_label_is_printed(staff: Staff, shop: Shop) -> None:
    owner = shop.staff("owner")
    worth = {"amount": 5000, "currency": "CNY"}
    batch = {"worth": worth, "count": 3, "reason": "Fair"}
    job = shop.send("POST", "/v1/admin/gift_cards/batches", batch, 202, **owner)["id"]
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [ENTITY]}, **owner)
    order, own = sent_otherwise(shop, "sandbox")
    listed = f"/v1/admin/orders/{order['id']}"
    desk = staff.at("owner")
    desk.speak("en")
    desk.size("wide")
    desk.open(f"/jobs/{job}/show")
    # The page asks again by itself until it has ended.
    expect(desk.page.locator("[data-progress]")).to_have_text(re.compile("^3 of 3"), timeout=_PATIENCE_MS)
    bar = desk.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "100")
    assert desk.serious() == []
    desk.picture("owner-job-bar-en-wide")
    paper = eventually(lambda: shop.get(f"/v1/orders/{order['id']}/invoices", **own)["data"], bool, seconds=90)[0]
    desk.open(f"/invoices/{paper['id']}/show")
    with desk.page.expect_download(timeout=_PATIENCE_MS) as download:
        desk.page.get_by_role("button", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    desk.picture("owner-invoice-en-wide")
    parcel = eventually(
        lambda: next(one for one in shop.get(listed, **owner)["shipments"] if one["status"] != "CANCELLED"), lambda one: one["waybill"]
    )
    desk.open("/shipments")
    row = desk.page.get_by_role("row").filter(has_text=parcel["waybill"])
    row.get_by_role("checkbox").check()
    with desk.page.expect_download(timeout=_PATIENCE_MS) as download:
        desk.page.get_by_role("button", name="Labels").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(desk.page.get_by_role("alert").filter(has_text="Nothing was printed")).to_have_count(0)
    quiet(desk)
