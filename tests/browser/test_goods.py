"""The tree of categories, and an order that is changed. X46"""

from __future__ import annotations

import uuid

from playwright.sync_api import Locator, Page, expect

from tests.browser.staff import Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop

_PATIENCE_MS = 30_000


def drag(page: Page, what: Locator, to: Locator) -> None:
    """As a hand does it: press, go there in steps, let go."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 10, start["y"] + start["height"] / 2, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.wait_for_timeout(200)
    page.mouse.up()


def test_a_category_is_dragged_below_another_one(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    made = [shop.send("POST", "/v1/admin/categories", {"name": {"en": f"{name} {mark}"}}, 201, **owner)["id"] for name in ("Cups", "Mugs")]
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/categories")
    cups, mugs = (desk.page.locator(f"[data-category='{one}']") for one in made)
    drag(desk.page, mugs.locator("[data-handle]"), cups.locator("[data-into]"))
    expect(mugs).to_have_attribute("data-depth", "1", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/categories/{made[1]}", **owner)["parent_id"] == made[0]
    desk.picture("catalog_editor-categories-en-wide")
    assert desk.serious() == []
    quiet(desk)


def test_an_order_is_changed_after_a_preview(staff: Staff, shop: Shop) -> None:
    order, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    desk = staff.at("manager")
    desk.speak("en")
    desk.open(f"/orders/{order['id']}/show")
    desk.page.get_by_role("button", name="Change order").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_role("textbox").first.fill("1")
    expect(dialogue.locator("[data-preview]")).to_contain_text("Goes back", timeout=_PATIENCE_MS)
    desk.picture("manager-amend-en-wide")
    dialogue.get_by_role("button", name="Change order").click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    assert [one["quantity"] for one in shop.get(f"/v1/admin/orders/{order['id']}", **shop.staff("owner"))["lines"]] == [1]
    quiet(desk)
