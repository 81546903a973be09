"""Stock has a page of its own, and products are found by what they are in. X46 P12"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_SEARCH = "/v1/admin/products/search"


def stocked(shop: Shop, variant: dict[str, Any], state: str) -> None:
    """Until lists know it."""
    found = f"{_SEARCH}?q={variant['product_id']}&stock_state={state}"
    eventually(lambda: shop.get(found, **shop.staff("owner"))["data"], bool, seconds=60)


def sku_of(shop: Shop, variant: dict[str, Any]) -> str:
    return str(shop.get(f"/v1/admin/stock/{variant['id']}", **shop.staff("owner"))["sku"])


def by_sku(desk: Desk, sku: str) -> None:
    desk.page.get_by_role("textbox", name="SKU or variant").fill(sku)
    desk.page.keyboard.press("Enter")
    desk.settled()


def test_a_variant_is_looked_up_counted_and_moved_by_who_reads_no_catalogue(staff: Staff, shop: Shop) -> None:
    """The warehouse scans a SKU; what its person may not read is not asked for."""
    variant = shop.a_variant(stock=5)
    desk = staff.at("warehouse")
    desk.speak("en")
    desk.size("narrow")
    desk.open("/stock")
    by_sku(desk, sku_of(shop, variant))
    main = desk.page.locator("#main-content")
    expect(main).to_contain_text("Main warehouse: 5", timeout=_PATIENCE_MS)
    main.get_by_role("button", name="Count", exact=True).click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile("^Counted|^Pieces")).fill("3")
    dialogue.get_by_label(re.compile("^Reason|^Why")).fill("Two were broken 🙃")
    dialogue.get_by_role("button", name="Count", exact=True).click()
    expect(main).to_contain_text("Main warehouse: 3", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/stock/{variant['id']}", **shop.staff("owner"))["on_hand"] == 3
    assert (desk.serious(), desk.fits(), desk.unsaid()) == ([], True, [])
    desk.picture("warehouse-stock-en-narrow")
    by_sku(desk, "NO-SUCH-SKU")
    expect(main.get_by_role("alert")).to_be_visible()
    main.get_by_role("combobox", name="What lies in a warehouse").click()
    desk.page.get_by_role("option", name="Main warehouse").click()
    row = main.locator(f"[data-lying={variant['id']}]")
    further = main.get_by_role("button", name="Further ones").first
    desk.settled()
    while not row.count():
        further.click()
        desk.settled()
    expect(row).to_contain_text("3 pieces")
    row.get_by_role("button").click()
    expect(main).to_contain_text("Main warehouse: 3", timeout=_PATIENCE_MS)
    assert (desk.serious(), desk.fits(), desk.unsaid()) == ([], True, [])
    desk.picture("warehouse-lying-en-narrow")
    quiet(desk)


def short(shop: Shop, state: str) -> list[str]:
    listed = shop.get(f"/v1/admin/stock_shortages?limit=50&state={state}", **shop.staff("warehouse"))["data"]
    return [one["sku"] for one in listed]


def test_the_warehouse_is_told_what_is_sold_out_and_low_and_moves_it(staff: Staff, shop: Shop) -> None:
    """Without the right to reports: a tile, the list that it leads to, the variant's stock, and a transfer from where it lies."""
    low, gone = shop.a_variant(stock=2), shop.a_variant(stock=0)
    eventually(lambda: short(shop, "low_stock"), lambda found: low["sku"] in found)
    eventually(lambda: short(shop, "out_of_stock"), lambda found: gone["sku"] in found)
    desk = staff.at("warehouse")
    desk.speak("en")
    desk.size("wide")
    for name, sku in (("Sold out", gone["sku"]), ("Low in stock", low["sku"])):
        desk.open("/")
        tile = desk.page.get_by_role("link", name=re.compile(f"{name}$"))
        assert int(re.match(r"\d+", tile.inner_text())[0]) > 0  # type: ignore[index]
        tile.click()
        desk.settled()
        row = desk.page.locator("a[data-row]", has_text=sku)
        expect(row).to_be_visible(timeout=_PATIENCE_MS)
        assert (desk.serious(), desk.unsaid()) == ([], [])
        desk.picture(f"warehouse-{name.lower().replace(' ', '-')}-en-wide")
    row.click()
    desk.settled()
    main = desk.page.locator("#main-content")
    expect(main).to_contain_text("Main warehouse: 2", timeout=_PATIENCE_MS)
    main.get_by_role("button", name="Transfer", exact=True).click()
    expect(desk.page.get_by_role("dialog").get_by_label(re.compile("^From warehouse"))).to_have_value("main")
    desk.picture("warehouse-transfer-en-wide")
    quiet(desk)


def test_what_is_low_comes_first_and_products_are_filtered_by_brand_and_stock(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    variant, other = shop.a_variant(stock=2), shop.a_variant(stock=90)
    brand = shop.send("POST", "/v1/admin/brands", {"name": {"en": f"Arbor {mark}", "zh": f"林木 {mark}"}}, 201, **owner)["id"]
    for one in (variant, other):
        product = shop.get(f"/v1/admin/products/{one['product_id']}", **owner)
        shop.send("PATCH", f"/v1/admin/products/{product['id']}", {"brand_id": brand}, **owner, If_Match=str(product["version"]))
    stocked(shop, variant, "low_stock")
    eventually(lambda: len(shop.get(f"{_SEARCH}?brand={brand}", **owner)["data"]), lambda count: count == 2, seconds=60)
    desk = staff.at("owner")
    desk.size("wide")
    desk.speak("zh")
    desk.open("/stock")
    row = desk.page.locator(f"[data-product={variant['product_id']}]")
    row.get_by_role("button", name=re.compile("^规格")).click()
    expect(row).to_contain_text(sku_of(shop, variant), timeout=_PATIENCE_MS)
    expect(row.get_by_role("button", name="盘点")).to_be_visible()
    assert (desk.serious(), desk.unsaid()) == ([], [])
    desk.picture("owner-stock-zh-wide")
    desk.speak("en")
    desk.open("/products?" + "filter=" + quote(json.dumps({"brand": brand})) + "&displayedFilters=" + quote(json.dumps({"brand": True})))
    rows = desk.page.locator("a[data-row]")
    expect(rows).to_have_count(2, timeout=_PATIENCE_MS)
    expect(desk.page.get_by_role("combobox", name="Brand")).to_have_text(f"Arbor {mark}")
    desk.page.get_by_role("button", name=re.compile("Add filter", re.IGNORECASE)).click()
    desk.page.get_by_role("menuitem", name="Stock state").or_(desk.page.get_by_role("menuitemcheckbox", name="Stock state")).click()
    desk.page.get_by_role("combobox", name="Stock state").click()
    desk.page.get_by_role("option", name="Low stock").click()
    expect(rows).to_have_count(1, timeout=_PATIENCE_MS)
    assert variant["product_id"] in (rows.first.get_attribute("href") or "")
    assert (desk.serious(), desk.fits()) == ([], True)
    desk.picture("owner-products-by-brand-en-wide")
    quiet(desk)


def test_an_outside_system_picks_for_a_warehouse_and_is_changed_under_somebody_else_s_change(staff: Staff, shop: Shop) -> None:
    """Set up (its secrets are told once), then changed: what somebody else saved meanwhile is not written over. M13"""
    owner = shop.staff("owner")
    place = {"name": {"en": f"Outside {uuid.uuid4().hex[:6]}"}, "priority": 900}
    warehouse = shop.send("POST", "/v1/admin/warehouses", place, 201, **owner)["id"]
    desk, its = staff.at("owner"), f"/v1/admin/warehouses/{warehouse}/wms"
    desk.speak("en")
    desk.size("wide")
    desk.open(f"/warehouses/{warehouse}/show")
    main, dialogue = desk.page.locator("#main-content"), desk.page.get_by_role("dialog")
    outside = main.locator(".MuiCard-root").filter(has=desk.page.get_by_role("heading", name="Outside warehouse system"))

    def sent(button: str, address: str) -> None:
        outside.get_by_role("button", name=button, exact=True).click()
        dialogue.get_by_label(re.compile("^(Url|Address|URL)")).fill(address)
        dialogue.get_by_role("button", name=button, exact=True).click()

    sent("Set up an outside system", "https://wms.example.com/a")
    expect(dialogue).to_contain_text("secret", ignore_case=True, timeout=_PATIENCE_MS)
    desk.picture("owner-warehouse-secrets-en-wide")
    dialogue.get_by_role("button", name="Close").click()
    expect(outside).to_contain_text("wms.example.com/a", timeout=_PATIENCE_MS)
    desk.settled()
    now = shop.get(its, **owner)
    shop.send("PUT", its, {"url": "https://wms.example.com/theirs"}, **owner, If_Match=f'"{now["version"]}"')
    sent("Edit", "https://wms.example.com/mine")
    asked = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(asked.get_by_role("alert")).to_be_visible(timeout=_PATIENCE_MS)
    assert shop.get(its, **owner)["url"] == "https://wms.example.com/theirs"
    asked.get_by_role("button", name="Reload").click()
    expect(outside).to_contain_text("wms.example.com/theirs", timeout=_PATIENCE_MS)
    sent("Edit", "https://wms.example.com/mine")
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    assert shop.get(its, **owner)["url"] == "https://wms.example.com/mine"
    desk.picture("owner-warehouse-outside-en-wide")
    assert desk.serious() == []
    quiet(desk)
