"""What editors do with many products: files in and out, tags, prices now and planned, texts for search engines. X46"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually
from tests.support.catalogue import HEADER

_PATIENCE_MS = 30_000


def products(shop: Shop, count: int) -> list[Any]:
    owner = shop.staff("owner")
    return [shop.get(f"/v1/admin/products/{shop.a_variant(stock=1)['product_id']}", **owner) for _ in range(count)]


def chosen(desk: Desk, made: list[Any], step: str) -> None:
    desk.open('/products?filter={"status":"published"}')
    desk.page.reload()
    for one in made:
        desk.page.get_by_role("checkbox", name=f"Choose {one['title']['en']}").check()
    desk.page.get_by_role("button", name=step, exact=True).click()


@pytest.mark.parametrize(("step", "label", "typed"), [("Add tag", "Tag", "sale"), ("Change prices", "Per cent", "-10")])
def test_many_are_tagged_and_priced_by_mouse(staff: Staff, shop: Shop, step: str, label: str, typed: str) -> None:
    owner, made = shop.staff("owner"), products(shop, 2)
    if step == "Add tag" and shop.call("GET", f"/v1/admin/tags/{typed}", **owner).status == 404:
        shop.send("POST", "/v1/admin/tags", {"code": typed, "name": {"en": "Sale"}}, 201, **owner)
    desk = staff.at("manager")
    desk.speak("en")
    chosen(desk, made, step)
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile(label)).fill(typed)
    dialogue.get_by_role("button", name=step).click()
    expect(dialogue.locator("[data-outcome=done]")).to_have_count(2, timeout=_PATIENCE_MS)
    assert desk.serious() == []
    now = [shop.get(f"/v1/admin/products/{one['id']}", **owner) for one in made]
    if typed == "sale":
        assert all("sale" in one["tags"] for one in now)
    else:
        before = [one["variants"][0]["price"]["amount"] for one in made]
        assert [one["variants"][0]["price"]["amount"] for one in now] == [amount * 9 // 10 for amount in before]
    dialogue.get_by_role("button", name="Close").click()
    quiet(desk)


def test_prices_of_more_variants_than_a_product_brings_change_together(staff: Staff, shop: Shop) -> None:
    """120 of them: the product itself has the first hundred."""
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    colours, sizes = [f"c{n:02}" for n in range(12)], [f"s{n:02}" for n in range(10)]
    price = {"amount": 1000, "currency": "CNY"}
    rows = [{"sku": f"P-{mark}-{c}-{s}", "options": {"colour": c, "size": s}, "price": price} for c in colours for s in sizes]
    body = {
        "title": {"en": f"Paint {mark}", "zh": f"颜料 {mark}"},
        "options": [{"name": "colour", "values": colours}, {"name": "size", "values": sizes}],
        "variants": rows[:40],
    }
    made = shop.send("POST", "/v1/admin/products", body, 201, **owner)
    for start in (40, 80):
        version = shop.get(f"/v1/admin/products/{made['id']}", **owner)["version"]
        more = {"variants": rows[start : start + 40]}
        shop.send("PATCH", f"/v1/admin/products/{made['id']}", more, **owner, If_Match=f'"{version}"')
    desk = staff.at("manager")
    desk.speak("en")
    desk.open('/products?filter={"status":"draft"}')
    desk.page.get_by_role("checkbox", name=f"Choose Paint {mark}").check()
    desk.page.get_by_role("button", name="Change prices", exact=True).click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile("Per cent")).fill("+5")
    dialogue.get_by_role("button", name="Change prices").click()
    expect(dialogue.locator("[data-outcome=done]")).to_have_count(1, timeout=2 * _PATIENCE_MS)
    found, cursor = list[int](), ""
    while True:
        page = shop.get(f"/v1/admin/products/{made['id']}/variants?limit=100{cursor}", **owner)
        found += [one["price"]["amount"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == [1050] * 120
    dialogue.get_by_role("button", name="Close").click()
    quiet(desk)


def test_a_price_is_planned_and_withdrawn(staff: Staff, shop: Shop) -> None:
    (product,) = products(shop, 1)
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open(f"/products/{product['id']}/show")
    desk.page.get_by_role("button", name="Add: Scheduled prices").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile("^Kind")).click()
    desk.page.get_by_role("option", name="Change", exact=True).click()
    dialogue.get_by_label(re.compile(r"^Price")).first.fill("49.90")
    dialogue.get_by_label(re.compile("^(Starts at|From|Start)")).first.fill("2039-11-11T00:00:00")
    desk.picture("catalog_editor-planned-price-en-wide")
    assert desk.serious() == []
    dialogue.get_by_role("button", name="Add: Scheduled prices").click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    read = f"/v1/admin/products/{product['id']}/scheduled_prices"
    (planned,) = shop.get(read, **shop.staff("owner"))["data"]
    assert (planned["kind"], planned["price"]["amount"], planned["state"]) == ("change", 4990, "upcoming")
    quiet(desk)


def test_texts_for_search_engines_are_changed_with_the_rest(staff: Staff, shop: Shop) -> None:
    (product,) = products(shop, 1)
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open(f"/products/{product['id']}/show")
    desk.page.get_by_role("button", name="All fields", exact=True).first.click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.locator("summary", has_text="More fields").click()
    dialogue.locator("summary", has_text=re.compile("^Seo")).click()
    dialogue.get_by_label(re.compile("^(Seo · |Seo )?Title · English")).last.fill("Found by this 😀")
    desk.picture("catalog_editor-seo-en-wide")
    dialogue.get_by_role("button", name="All fields", exact=True).click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    read = f"/v1/admin/products/{product['id']}"
    eventually(lambda: str(shop.get(read, **shop.staff("owner"))["seo"]), lambda found: "Found by this 😀" in found)
    quiet(desk)


def test_a_bad_row_of_a_file_is_named_and_products_go_out_as_a_file(staff: Staff, shop: Shop) -> None:
    mark = uuid.uuid4().hex[:8]
    good = f"ok-{mark},Good {mark},<p>x</p>,Maker,Cup,,true,Title,Default Title,OK-{mark},9,50.00,https://example.com/cup.jpg"
    bad = f"no-{mark},Bad {mark},<p>x</p>,Maker,Cup,,true,Title,Default Title,NO-{mark},9,not money,https://example.com/cup.jpg"
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/imports")
    file: Any = {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": f"{HEADER}\n{good}\n{bad}\n".encode()}
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.page.get_by_role("button", name="Try", exact=False).click()
    desk.page.get_by_role("button", name="Rows").click(timeout=_PATIENCE_MS)
    desk.settled()
    job = desk.page.url.split("/")[-2]
    eventually(lambda: shop.get(f"/v1/admin/jobs/{job}", **shop.staff("owner"))["state"], lambda found: found == "succeeded", seconds=90)
    desk.page.reload()
    desk.settled()
    desk.page.get_by_role("button", name="Rows").click()
    expect(desk.page.locator("#main-content")).to_contain_text(re.compile("not money|price", re.IGNORECASE), timeout=_PATIENCE_MS)
    desk.picture("catalog_editor-import-rows-en-wide")
    assert desk.serious() == []
    desk.open("/products")
    desk.page.get_by_role("button", name="Export", exact=True).click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile("^Format")).click()
    desk.page.get_by_role("option", name=re.compile("ndjson", re.IGNORECASE)).click()
    dialogue.get_by_role("button", name="Export", exact=True).click()
    desk.page.wait_for_url(re.compile("#/jobs/.+/show"), timeout=_PATIENCE_MS)
    job = desk.page.url.split("/")[-2]
    eventually(lambda: shop.get(f"/v1/admin/jobs/{job}", **shop.staff("owner"))["state"], lambda found: found == "succeeded", seconds=90)
    desk.page.reload()
    desk.settled()
    link = desk.page.locator("#main-content a[target=_blank]").first
    expect(link).to_be_visible(timeout=_PATIENCE_MS)
    assert shop.download(str(link.get_attribute("href")))
    quiet(desk)
