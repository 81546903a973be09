"""The next person at the same desk, what is shared between people, and who opens the console by another name. X46, case 19"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.staff import Desk, Staff
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
SECRET = "half a word about Mrs Li"
END_SESSION = "sessionStorage.setItem('console.session', JSON.stringify({access: 'gone', refresh: 'gone', until: Date.now() - 1}))"
STORED = "JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])"


@pytest.fixture(scope="module")
def order(shop: Shop) -> dict[str, Any]:
    made, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 1)
    return made


def sign_in_over(desk: Desk, role: str) -> None:
    again = desk.page.get_by_role("dialog", name="Your session has ended")
    expect(again).to_be_visible(timeout=_PATIENCE_MS)
    user = desk.shop.info["users"][role]
    again.locator("input[name=login]").fill(user["login"])
    again.locator("input[name=password]").fill(user["password"])
    again.get_by_role("button", name="Sign in").click()


def sign_out(page: Page, role: str) -> None:
    page.get_by_role("button", name=f"{role}@shop.example").click()
    page.get_by_role("menuitem", name="Logout").click()
    expect(page.locator("input[name=password]")).to_be_visible(timeout=_PATIENCE_MS)


def at_page(desk: Desk, role: str) -> None:
    expect(desk.page.get_by_text(f"{role}@shop.example")).to_be_visible(timeout=_PATIENCE_MS)


def test_a_draft_waits_for_who_wrote_it_and_nobody_else_reads_it(staff: Staff, shop: Shop, order: dict[str, Any]) -> None:
    """Case 19: support's session ends over half a note; warehouse signs in, finds nothing of it; support comes back to it."""
    desk = staff.another("support")
    desk.enter(f"/orders/{order['id']}/show")
    desk.page.get_by_label("Add note").fill(SECRET)
    desk.page.evaluate(END_SESSION)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_role("button", name="Refresh").first.click()
    sign_in_over(desk, "warehouse")
    at_page(desk, "warehouse")
    stored = desk.page.evaluate(STORED)
    assert SECRET not in stored + desk.page.content()
    assert "console.drafts." in desk.page.evaluate("JSON.stringify(Object.keys(sessionStorage))")
    assert "console.drafts." not in desk.page.evaluate("JSON.stringify(Object.keys(localStorage))"), "it dies with the tab"
    assert order["id"] not in desk.page.url
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    sign_out(desk.page, "warehouse")
    desk.sign_in()
    expect(desk.page.get_by_text("You typed something that was not sent: Orders.")).to_be_visible(timeout=_PATIENCE_MS)
    desk.picture("support-draft-en-wide")
    desk.page.get_by_role("link", name="Open", exact=True).first.click()
    expect(desk.page.get_by_label("Add note")).to_have_value(SECRET, timeout=_PATIENCE_MS)
    desk.page.get_by_role("button", name="Add note").click()
    expect(desk.page.get_by_text(SECRET)).to_be_visible(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    assert [one["text"] for one in shop.get(f"/v1/admin/orders/{order['id']}/notes", **shop.staff("owner"))["data"]] == [SECRET]
    assert desk.serious() == []
    desk.context.close()


def test_who_signs_out_on_purpose_leaves_no_draft(staff: Staff, order: dict[str, Any]) -> None:
    desk = staff.another("finance")
    desk.enter(f"/orders/{order['id']}/show")
    desk.page.get_by_label("Add note").fill(SECRET)
    desk.page.evaluate(END_SESSION)
    desk.page.get_by_role("button", name="Refresh").first.click()
    sign_in_over(desk, "finance")
    at_page(desk, "finance")
    expect(desk.page.get_by_label("Add note")).to_have_value(SECRET)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    sign_out(desk.page, "finance")
    assert "console.drafts." not in desk.page.evaluate(STORED)
    desk.sign_in()
    desk.settled()
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    desk.context.close()


def test_orders_are_tagged_found_and_the_view_is_shared_with_all(staff: Staff, shop: Shop, order: dict[str, Any]) -> None:
    mark = f"加急 {uuid.uuid4().hex[:6]}"
    desk = staff.at("support")
    desk.speak("en")
    desk.size("wide")
    desk.open(f"/orders/{order['id']}/show")
    tags = desk.page.get_by_label("Tags")
    tags.fill(mark)
    tags.press("Enter")
    read = f"/v1/admin/orders/{order['id']}"
    eventually(lambda: shop.get(read, **shop.staff("owner"))["tags"], lambda found: found == [mark])
    desk.open('/orders?displayedFilters={"tag":true}&filter=' + f'{{"tag":"{mark}"}}')
    expect(desk.page.get_by_role("link", name=order["number"])).to_be_visible(timeout=_PATIENCE_MS)
    assert desk.page.locator("a[data-row]").count() == 1
    desk.page.get_by_role("button", name="Views").click()
    desk.page.get_by_role("menuitem", name="Save these filters").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label("Name").fill(mark)
    dialogue.get_by_label("Shared with").click()
    desk.page.get_by_role("option", name="All staff").click()
    desk.picture("support-view-en-wide")
    dialogue.get_by_role("button", name="Save").click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    other = staff.at("warehouse")
    other.speak("en")
    other.open("/orders")
    other.page.get_by_role("button", name="Views").click()
    other.page.get_by_role("menuitem", name=f"{mark} · All staff").click()
    expect(other.page.locator("a[data-row]")).to_have_count(1, timeout=_PATIENCE_MS)
    assert (desk.refused, other.refused, desk.violations, desk.errors) == ([], [], [], [])


def test_gift_cards_are_issued_shown_once_and_switched_off(staff: Staff, shop: Shop) -> None:
    desk = staff.at("finance")
    desk.speak("en")
    desk.open("/gift_cards/create")
    desk.page.get_by_label("Worth").first.fill("50")
    desk.page.get_by_label("Reason").fill("sold at the counter")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("Copy this now")).to_be_visible(timeout=_PATIENCE_MS)
    desk.picture("finance-gift-cards-issued-en-wide")
    desk.page.get_by_role("button", name="Open", exact=True).click()
    row = desk.page.locator("a[data-row]")
    expect(row).to_have_count(1, timeout=_PATIENCE_MS)
    row.click()
    desk.settled()
    desk.page.get_by_role("button", name="Disable").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label("Reason").fill("lost")
    dialogue.get_by_role("button", name="Disable").click()
    expect(desk.page.get_by_role("button", name="Enable")).to_be_visible(timeout=_PATIENCE_MS)
    assert desk.serious() == []
    desk.open("/owed")
    owed = shop.get("/v1/admin/owed", **shop.staff("finance"))["values"]
    cards = next(one["amount"]["amount"] for one in owed if one["form"] == "gift_card" and one["amount"]["currency"] == "CNY")
    assert cards >= 50_00
    expect(desk.page.get_by_text(f"CN¥{cards / 100:,.2f}").first).to_be_visible(timeout=_PATIENCE_MS)
    assert (desk.refused, desk.violations, desk.errors) == ([], [], [])


def test_the_console_opened_by_another_name_of_this_machine_is_led_to_its_own(staff: Staff, shop: Shop) -> None:
    desk = staff.another("owner")
    desk.page.goto(f"{shop.info['base_url'].replace('localhost', '127.0.0.1')}/admin#/orders")
    expect(desk.page.locator("input[name=password]")).to_be_visible(timeout=_PATIENCE_MS)
    assert desk.page.url.startswith(f"{shop.info['base_url']}/admin")
    assert desk.violations == []
    desk.context.close()
