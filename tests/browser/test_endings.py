"""A product is duplicated, archived instead of deleted, deleted; and what people type and do badly. X46"""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop

_PATIENCE_MS = 30_000
LONG = "超长名称🎁" * 100


def decided(desk: Desk, step: str, go: str = "") -> None:
    desk.page.get_by_role("button", name=step, exact=True).first.click()
    desk.page.get_by_role("dialog").get_by_role("button", name=go or step, exact=True).click()


def test_a_product_is_copied_archived_instead_of_deleted_and_its_copy_goes(staff: Staff, shop: Shop) -> None:
    owner = shop.staff("owner")
    product = shop.a_variant(stock=2)["product_id"]
    desk = staff.at("manager")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    decided(desk, "Duplicate")
    expect(desk.page).not_to_have_url(re.compile(product), timeout=_PATIENCE_MS)
    expect(desk.page.get_by_label("Title · English")).to_have_value(re.compile(r"Test mug .* \(copy\)"), timeout=_PATIENCE_MS)
    desk.settled()
    copy = desk.page.url.split("/")[-2]
    assert desk.serious() == []
    desk.open(f"/products/{product}/show")
    desk.page.get_by_role("button", name="Unpublish").click()
    expect(desk.page.get_by_role("button", name="Publish", exact=True)).to_be_visible(timeout=_PATIENCE_MS)
    desk.settled()
    decided(desk, "Delete")
    dialogue = desk.page.get_by_role("dialog")
    expect(dialogue.get_by_role("alert").last).to_contain_text("Archive it instead", timeout=_PATIENCE_MS)
    desk.picture("manager-delete-refused-en-wide")
    assert desk.serious() == []
    dialogue.get_by_role("button", name="Archive instead").click()
    expect(desk.page.get_by_role("button", name="Restore", exact=True)).to_be_visible(timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/products/{product}", **owner)["status"] == "archived"
    desk.open(f"/products/{copy}/show")
    decided(desk, "Delete")
    expect(desk.page).to_have_url(re.compile(r"#/products(\?|$)"), timeout=_PATIENCE_MS)
    assert shop.call("GET", f"/v1/admin/products/{copy}", **owner).status == 404
    quiet(desk)


def test_long_names_with_emoji_are_refused_or_shown_whole(staff: Staff, shop: Shop) -> None:
    title = LONG[:500]
    body = {
        "title": {"zh": title, "en": title},
        "variants": [{"sku": f"L-{uuid.uuid4().hex[:8]}", "price": {"amount": 1, "currency": "CNY"}}],
    }
    answer = shop.call("POST", "/v1/admin/products", body, **shop.staff("owner"))
    assert answer.status in (201, 422)
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.size("narrow")
    # As a telephone opens it: a window made narrow later has the menu over the page.
    desk.page.reload()
    made = answer.json["id"] if answer.status == 201 else shop.a_variant(stock=1)["product_id"]
    desk.open(f"/products/{made}/show")
    assert desk.fits()
    desk.picture("catalog_editor-long-name-narrow")
    desk.page.get_by_label("Title · English").fill("x" * 5_000)
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_role("alert").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_label("Title · English")).to_have_attribute("aria-invalid", "true")
    assert desk.fits()
    desk.size("wide")
    desk.page.once("dialog", lambda asked: asked.accept())
    desk.open("/products")
    quiet(desk)
