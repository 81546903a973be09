"""One order from the imported file to the report: staff do all of it with the mouse; buyer and courier come by the API. X46"""

from __future__ import annotations

import uuid
from typing import Any

from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.parcels.test_invoices import ENTITY
from tests.journeys.parcels.test_returns import moved, wish
from tests.journeys.shopper import Shop, eventually
from tests.support.catalogue import HEADER

_PATIENCE_MS = 60_000


def test_from_an_imported_file_to_a_shipped_partly_returned_invoiced_and_reported_order(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:8]
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [ENTITY]}, **owner)
    desk = staff.at("owner")
    desk.speak("en")
    desk.size("wide")
    variant = imported(desk, shop, mark)
    order, own = shop.paid_order(variant["id"], 2)
    shipped = shop.order_when(order["id"], own, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"], seconds=60)
    by_menu(desk, "orders")
    desk.page.locator("a[data-row]", has_text=order["number"]).click(timeout=_PATIENCE_MS)
    desk.settled()
    with desk.page.expect_download() as label:
        desk.page.get_by_role("button", name="Label", exact=True).first.click()
    assert label.value.suggested_filename.endswith(".pdf")
    moved(shop, shipped["shipments"][0]["waybill"], "PICKED_UP", "DELIVERED")
    shop.order_when(order["id"], own, lambda o: o["status"] == "delivered", seconds=60)
    case = shop.send("POST", f"/v1/orders/{order['id']}/returns", wish(order["lines"][0]["id"], 1), 201, **own)
    by_menu(desk, "returns")
    desk.page.locator("a[data-row]", has_text=case["number"]).click(timeout=_PATIENCE_MS)
    confirmed(desk, "Approve")
    confirmed(desk, "Receive")
    eventually(lambda: shop.get(f"/v1/returns/{case['id']}", **own), lambda found: found["status"] == "refunded", seconds=90)
    papers = eventually(lambda: shop.get(f"/v1/orders/{order['id']}/invoices", **own)["data"], lambda found: len(found) == 2, seconds=90)
    by_menu(desk, "invoices")
    for paper in papers:
        expect(desk.page.locator("a[data-row]", has_text=paper["number"])).to_be_visible(timeout=_PATIENCE_MS)
    desk.picture("owner-long-invoices-en-wide")
    by_menu(desk, "reports")
    expect(desk.page.locator(".MuiChartsSurface-root, table").first).to_be_visible(timeout=_PATIENCE_MS)
    desk.picture("owner-long-report-en-wide")
    quiet(desk)


def imported(desk: Desk, shop: Shop, mark: str) -> Any:
    """Chosen, sent, followed to its job; the variant that it made."""
    by_menu(desk, "imports")
    rows = f"{HEADER}\nlong-{mark},Long way {mark},<p>Goes far</p>,Maker,Cup,,true,Title,Default Title,LONG-{mark},9,50.00,https://example.com/cup.jpg\n"
    file: Any = {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.page.get_by_role("checkbox").uncheck()
    desk.page.get_by_role("button", name="Import", exact=True).click()
    desk.page.get_by_role("button", name="Rows").click(timeout=_PATIENCE_MS)
    desk.settled()
    found = eventually(
        lambda: shop.get(f"/v1/admin/products/search?q=LONG-{mark}", **shop.staff("owner"))["data"],
        lambda rows: bool(rows) and rows[0]["stock_state"] == "in_stock" and rows[0]["status"] == "published",
        seconds=90,
    )
    return shop.get(f"/v1/admin/products/{found[0]['id']}", **shop.staff("owner"))["variants"][0]


def by_menu(desk: Desk, page: str) -> None:
    desk.page.locator(f"a[role=menuitem][href='#/{page}']").click()
    desk.settled()


def confirmed(desk: Desk, step: str) -> None:
    """The step's button, and in the question that it asks once more."""
    desk.page.get_by_role("button", name=step, exact=True).first.click(timeout=_PATIENCE_MS)
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_role("button", name=step, exact=True).click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    desk.settled()
