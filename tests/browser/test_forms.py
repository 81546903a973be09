"""Pages that are drawn from the contract: forms, settings, changes of many rows, reports. X46 X54"""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually


def press(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name, exact=True).first.click()


def test_something_new_is_refused_at_its_field_and_then_made(staff: Staff, shop: Shop) -> None:
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/tags/create")
    press(desk, "Save")
    expect(desk.page.get_by_text("Needed.").first).to_be_visible()
    code = desk.page.get_by_label(re.compile("^Code"))
    code.fill("x" * 61)
    desk.page.get_by_label("Name · English").fill("Gifts 🎁")
    press(desk, "Save")
    field = desk.page.locator(".Mui-error", has_text="Code").first
    expect(field).to_be_visible(timeout=15_000)
    desk.picture("catalog_editor-tag-refused-en-wide")
    code.fill("gifts")
    code.press("Control+Enter")
    expect(desk.page).to_have_url(re.compile("#/tags/gifts/show"), timeout=15_000)
    desk.settled()
    assert shop.get("/v1/admin/tags/gifts", **shop.staff("owner"))["name"]["en"] == "Gifts 🎁"
    quiet(desk)


def test_settings_are_changed_field_by_field_and_go_back(staff: Staff, shop: Shop) -> None:
    desk, owner = staff.at("owner"), shop.staff("owner")
    desk.speak("en")
    before = shop.get("/v1/admin/checkout_settings", **owner)
    desk.open("/settings")
    desk.page.locator("a[data-row]", has_text=re.compile(r"^Checkout( settings)?$")).first.click()
    desk.settled()
    minutes = desk.page.get_by_label(re.compile("^Hold minutes"))
    minutes.fill("45")
    press(desk, "Save")
    expect(desk.page.get_by_role("button", name="Save", exact=True).first).to_be_disabled(timeout=15_000)
    desk.settled()
    desk.picture("owner-settings-checkout-en-wide")
    after = shop.get("/v1/admin/checkout_settings", **owner)
    assert {name: value for name, value in after.items() if before[name] != value} == {"hold_minutes": 45, "version": after["version"]}
    assert desk.serious() == []
    quiet(desk)


def test_a_product_is_found_by_its_words_where_its_id_is_asked_for(staff: Staff, shop: Shop) -> None:
    owner, name = shop.staff("owner"), f"Mugs {uuid.uuid4().hex[:6]}"
    product = shop.get(f"/v1/admin/products/{shop.a_variant(stock=1)['product_id']}", **owner)
    title = product["title"]["en"]
    eventually(lambda: shop.get(f"/v1/admin/products/search?q={title.split()[-1]}", **owner)["data"], bool)
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/collections/create")
    desk.page.get_by_label("Name · English", exact=True).fill(name)
    desk.page.get_by_label(re.compile("^Slug")).fill(name.lower().replace(" ", "-"))
    field = desk.page.get_by_role("combobox", name="Products", exact=True)
    field.fill(title.split()[-1])
    desk.page.get_by_role("option", name=title).click(timeout=15_000)
    expect(desk.page.locator("form")).to_contain_text(title)
    press(desk, "Save")
    expect(desk.page).to_have_url(re.compile("/collections/coll_"), timeout=15_000)
    made = desk.page.url.split("/collections/")[1].split("/")[0]
    assert shop.get(f"/v1/admin/collections/{made}", **owner)["products"] == [product["id"]]
    quiet(desk)


def test_many_products_at_once_each_says_what_became_of_it(staff: Staff, shop: Shop) -> None:
    """One was changed by somebody else after the list was read."""
    owner = shop.staff("owner")
    made = [shop.get(f"/v1/admin/products/{shop.a_variant(stock=1)['product_id']}", **owner) for _ in range(2)]
    desk = staff.at("manager")
    desk.speak("en")
    desk.open('/products?filter={"status":"published"}')
    for one in made:
        desk.page.get_by_role("checkbox", name=f"Choose {one['title']['en']}").check()
    shop.send(
        "PATCH",
        f"/v1/admin/products/{made[1]['id']}",
        {"slug": f"meanwhile-{made[1]['id'][-6:].lower()}"},
        **owner,
        If_Match=f'"{made[1]["version"]}"',
    )
    press(desk, "Unpublish")
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_role("button", name="Unpublish").click()
    expect(dialogue.locator("[data-outcome=done]")).to_have_count(1, timeout=20_000)
    expect(dialogue.locator("[data-outcome=failed]")).to_contain_text(made[1]["title"]["en"])
    desk.picture("manager-bulk-en-wide")
    states = [shop.get(f"/v1/admin/products/{one['id']}", **owner)["status"] for one in made]
    assert states == ["unpublished", "published"]
    dialogue.get_by_role("button", name="Close").click()
    quiet(desk)


def test_a_report_has_an_address_a_picture_and_a_file(staff: Staff, shop: Shop) -> None:
    shop.paid_order(shop.a_variant(stock=5)["id"], 1)
    desk = staff.at("analyst")
    desk.speak("en")
    desk.open("/reports?report=sales&grain=day")
    desk.picture("analyst-reports-en-wide")
    assert desk.serious() == []
    with desk.page.expect_download() as got:
        press(desk, "CSV")
    assert got.value.suggested_filename.startswith("sales")
    with desk.page.expect_download() as got:
        press(desk, "The period on one page (PDF)")
    assert got.value.path().read_bytes().startswith(b"%PDF")
    desk.page.get_by_label("Interval").click()
    desk.page.get_by_role("option", name="Month").click()
    press(desk, "Show")
    desk.settled()
    assert "grain=month" in desk.page.url
    desk.page.go_back()
    desk.settled()
    assert "grain=day" in desk.page.url
    quiet(desk)
