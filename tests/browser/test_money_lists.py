"""X54: payments and gift cards of the whole shop, filtered, in both languages, and for nobody who may not see them (ADR 167). What a list
begins with, and an export that is followed where it was asked for."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000


def chosen(desk: Desk, field: str, choice: str) -> None:
    desk.page.get_by_role("combobox", name=field).click()
    desk.page.get_by_role("option", name=choice, exact=True).click()
    desk.settled()


def added(desk: Desk, button: str, field: str) -> None:
    desk.page.get_by_role("button", name=button).first.click()
    desk.page.get_by_role("menuitem", name=field).or_(desk.page.get_by_role("menuitemcheckbox", name=field)).click()


def test_payments_are_listed_and_filtered(staff: Staff, shop: Shop) -> None:
    order, _own = shop.paid_order(shop.a_variant(stock=3)["id"])
    owner = shop.staff("owner")
    number = shop.get(f"/v1/admin/orders/{order['id']}", **owner)["number"]
    eventually(lambda: shop.get(f"/v1/admin/payments?order={order['id']}", **owner)["data"][0]["status"], lambda one: one == "captured")
    desk = staff.at("finance")
    desk.speak("en")
    desk.open("/payments")
    rows = desk.page.locator("a[data-row]")
    # Others buy in this shop, too.
    paid = rows.filter(has_text=number)
    expect(paid).to_have_count(1, timeout=_PATIENCE_MS)
    desk.picture("finance-payments-en-wide")
    assert desk.serious() == []
    chosen(desk, "Status", "Captured")
    expect(paid).to_have_count(1, timeout=_PATIENCE_MS)
    chosen(desk, "Status", "Voided")
    expect(desk.page.get_by_text("Nothing fits these filters")).to_be_visible(timeout=_PATIENCE_MS)
    desk.page.get_by_role("button", name="Clear filters").click()
    added(desk, "Add filter", "Order")
    field = desk.page.get_by_label("Order", exact=True)
    field.fill(number)
    expect(rows).to_have_count(1, timeout=_PATIENCE_MS)
    field.fill("no-such-number")
    expect(rows).to_have_count(0, timeout=_PATIENCE_MS)
    desk.speak("zh")
    desk.open("/payments")
    expect(desk.page.locator("#main-content")).to_contain_text("已收", timeout=_PATIENCE_MS)
    desk.picture("finance-payments-zh-wide")
    quiet(desk)


def test_gift_cards_are_listed_by_their_state_and_a_batch_apart_from_it(staff: Staff, shop: Shop) -> None:
    body = {"worth": {"amount": 7_700, "currency": "CNY"}, "count": 2, "reason": "For a test"}
    made = shop.send("POST", "/v1/admin/gift_cards", body, 201, **shop.staff("owner"))
    desk = staff.at("finance")
    desk.speak("en")
    desk.open("/gift_cards")
    rows = desk.page.locator("a[data-row]")
    expect(desk.page.locator("#main-content")).to_contain_text("77.00", timeout=_PATIENCE_MS)
    assert not [card for card in made["cards"] if card["code"] in desk.page.content()]
    chosen(desk, "Status", "Active")
    expect(desk.page.locator("#main-content")).to_contain_text("77.00", timeout=_PATIENCE_MS)
    desk.picture("finance-gift-cards-en-wide")
    assert desk.serious() == []
    # A batch is listed whole: it is not offered beside a state.
    expect(desk.page.get_by_role("button", name=re.compile("Add filter"))).to_have_count(0)
    desk.open(f"/gift_cards?filter=%7B%22batch%22%3A%22{made['batch']}%22%7D")
    expect(rows).to_have_count(2, timeout=_PATIENCE_MS)
    expect(desk.page.get_by_role("combobox", name="Status")).to_have_count(0)
    desk.speak("zh")
    desk.open("/gift_cards")
    expect(desk.page.locator("#main-content")).to_contain_text("77.00", timeout=_PATIENCE_MS)
    desk.picture("finance-gift-cards-zh-wide")
    quiet(desk)


def test_who_may_not_see_them_is_shown_no_way_to_them(staff: Staff, shop: Shop) -> None:
    desk = staff.at("warehouse")
    desk.speak("en")
    desk.open("/orders")
    for name in ("Payments", "Gift cards"):
        expect(desk.page.get_by_role("menuitem", name=name, exact=True)).to_have_count(0)
    for page in ("/payments", "/gift_cards"):
        desk.open(page)
        expect(desk.page.locator("a[data-row]")).to_have_count(0)
    quiet(desk)


def test_a_list_that_begins_with_what_waits_says_so_and_shows_the_others(staff: Staff, shop: Shop) -> None:
    buyer = shop.customer()
    made = shop.send("POST", "/v1/complaints", {"about": "courier", "subject": "sf", "text": "It rained in"}, 201, **buyer.own)
    answer = {"outcome": "explained", "text": "It will not again"}
    shop.send("POST", f"/v1/admin/complaints/{made['id']}/close", answer, **shop.staff("support"))
    desk = staff.at("support")
    desk.speak("en")
    desk.open("/complaints")
    row, state = desk.page.locator("a[data-row]").filter(has_text=made["number"]), desk.page.get_by_role("combobox", name="Status")
    expect(state).to_have_text("Open", timeout=_PATIENCE_MS)
    expect(row).to_have_count(0)
    chosen(desk, "Status", "All")
    expect(row).to_have_count(1, timeout=_PATIENCE_MS)
    # An address that says nothing of it is answered by what the API begins with.
    desk.open("/complaints?filter={}")
    expect(state).to_have_text("Open", timeout=_PATIENCE_MS)
    expect(row).to_have_count(0)
    desk.open("/picks")
    expect(desk.page.get_by_role("combobox", name="Warehouse")).to_have_text("Main warehouse", timeout=_PATIENCE_MS)
    quiet(desk)


def test_who_does_not_see_the_page_of_jobs_follows_an_export_in_place(staff: Staff, shop: Shop) -> None:
    desk = staff.at("support")
    desk.speak("en")
    desk.open("/products")
    desk.page.get_by_role("button", name="Export").click()
    desk.page.get_by_role("combobox", name="Format").click()
    desk.page.get_by_role("option", name="CSV").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Export").click()
    file = desk.page.get_by_role("dialog").get_by_role("link", name="Download")
    expect(file).to_be_visible(timeout=4 * _PATIENCE_MS)
    address = file.get_attribute("href")
    assert address
    assert b"sku" in shop.download(address)[:2_000].lower()
    desk.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    assert "/products" in desk.page.url
    quiet(desk)
