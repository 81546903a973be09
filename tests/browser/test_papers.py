"""Papers of many at once, what a campaign would do, and how far something has got. X46"""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import expect

from tests.browser.staff import Staff
from tests.browser.test_pages import looked_at, quiet
from tests.journeys.merchant import sent_otherwise
from tests.journeys.shopper import Shop

_PATIENCE_MS = 60_000


def test_orders_are_printed_together_and_labels_all_or_none(staff: Staff, shop: Shop) -> None:
    """Parcels that were called back have no label: each is named, and nothing is printed. The audit log is for who may read it."""
    orders = [sent_otherwise(shop, "manual", f"HAND{uuid.uuid4().hex[:10]}")[0] for _ in range(2)]
    desk = staff.at("warehouse")
    desk.speak("en")
    desk.size("wide")
    desk.open("/orders")
    for order in orders:
        desk.page.get_by_role("checkbox", name=f"Choose {order['number']}").check()
    for name in ("Pick lists", "Delivery notes"):
        with desk.page.expect_download(timeout=_PATIENCE_MS) as download:
            desk.page.get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
    parcels = [shop.get(f"/v1/admin/orders/{order['id']}", **shop.staff("owner"))["shipments"] for order in orders]
    called_back = [one["waybill"] for both in parcels for one in both if one["status"] == "CANCELLED"]
    assert len(called_back) == 2
    desk.open('/shipments?filter={"status":"CANCELLED"}')
    for waybill in called_back:
        desk.page.get_by_role("row").filter(has_text=waybill).get_by_role("checkbox").check()
    desk.page.get_by_role("button", name="Labels").click()
    refused = desk.page.get_by_role("alert").filter(has_text="Nothing was printed")
    for waybill in called_back:
        expect(refused).to_contain_text(waybill, timeout=_PATIENCE_MS)
    assert desk.serious() == []
    desk.picture("warehouse-labels-refused-en-wide")
    expect(desk.page.get_by_role("button", name="History")).to_have_count(0)
    quiet(desk)


def test_a_campaign_is_tried_with_a_cart_and_with_past_orders(staff: Staff, shop: Shop) -> None:
    """Later, on the shop's clock; without any effect."""
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    variant = shop.a_variant(stock=5)
    product = shop.get(f"/v1/admin/products/{variant['product_id']}", **owner)
    body = {"name": {"en": f"Half price {mark}"}, "starts_at": "2039-11-11T00:00:00", "ends_at": "2039-11-12T00:00:00", "currency": "CNY"}
    campaign = shop.send("POST", "/v1/admin/campaigns", body, 201, **owner)
    half = {"name": {"en": "Half"}, "kind": "percent", "currency": "CNY", "basis_points": 5000}
    shop.send("POST", f"/v1/admin/campaigns/{campaign['id']}/promotions", half, 201, **owner)
    desk = staff.at("manager")
    page = desk.page
    desk.speak("en")
    desk.size("wide")
    desk.open(f"/campaigns/{campaign['id']}/show")
    page.get_by_role("button", name="Try with a cart").click()
    dialogue = page.get_by_role("dialog")
    dialogue.get_by_label("Add goods").fill(product["title"]["en"])
    page.get_by_role("option", name=re.compile(re.escape(product["title"]["en"]))).first.click(timeout=_PATIENCE_MS)
    page.get_by_role("option", name=re.compile(product["variants"][0]["sku"])).click(timeout=_PATIENCE_MS)
    told = dialogue.locator("[data-preview]")
    expect(told).to_contain_text("less CN¥0.00", timeout=_PATIENCE_MS)
    dialogue.get_by_label("When").fill("2039-11-11T09:00")
    expect(told).to_contain_text("Half", timeout=_PATIENCE_MS)
    expect(told).not_to_contain_text("less CN¥0.00")
    assert desk.serious() == []
    desk.picture("manager-campaign-tried-en-wide")
    dialogue.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Simulate").click()
    page.get_by_role("dialog").get_by_role("button", name="Simulate").click()
    figures = page.get_by_role("dialog").locator("[data-simulation]")
    expect(figures).to_contain_text("Cost", timeout=_PATIENCE_MS)
    desk.picture("manager-campaign-simulated-en-wide")
    assert shop.get(f"/v1/admin/campaigns/{campaign['id']}", **owner)["state"] == "draft"
    quiet(desk)


def test_a_flash_sale_says_how_much_is_sold_and_health_what_the_shop_stands_on(staff: Staff, shop: Shop) -> None:
    owner, variant = shop.staff("owner"), shop.a_variant(stock=9)
    sale = shop.send(
        "POST", "/v1/admin/flash_sales",
        {"variant_id": variant["id"], "name": {"en": "Flash"}, "price": {"amount": 100, "currency": "CNY"}, "quota": 5, "per_customer": 1,
         "opens_at": "2039-11-11T00:00:00", "closes_at": "2039-11-11T01:00:00"}, 201, **owner,
    )  # fmt: skip
    desk = staff.at("owner")
    desk.speak("en")
    desk.size("wide")
    desk.open(f"/flash_sales/{sale['id']}/show")
    expect(desk.page.locator("[data-progress]")).to_have_text("0 of 5 sold, 5 left", timeout=_PATIENCE_MS)
    assert looked_at(desk, "/health", "owner-health-en-wide") == []
    expect(desk.page.get_by_role("row", name=re.compile("^Tables"))).to_contain_text("Ok")
    desk.open("/articles")
    expect(desk.page.get_by_role("link", name="Can I cancel my order?")).to_be_visible()
    quiet(desk)
    shop.send("POST", f"/v1/admin/flash_sales/{sale['id']}/close", {}, **owner)
