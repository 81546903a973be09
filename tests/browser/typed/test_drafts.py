"""What was typed outlives its writer's session: of a product, its variants and a refund, and in two tabs that share one. X46, case 19"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_desk_of_many import END_SESSION
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_ENDED = END_SESSION.replace("sessionStorage", "localStorage")
_AGAIN = "Your session has ended"


def ended(page: Page, how: str) -> None:
    """The session is over, and the page has heard so."""
    page.evaluate(how)
    # A page that has heard it already is hidden, and pressed all the same.
    page.evaluate("document.querySelector('[aria-label=Refresh]').click()")
    expect(page.get_by_role("dialog", name=_AGAIN)).to_be_visible(timeout=_PATIENCE_MS)
    # Asked from here: what waits in the page by itself needs what the console's policy forbids.
    eventually(
        lambda: page.evaluate("JSON.stringify([Object.keys(sessionStorage), Object.keys(localStorage)])"),
        lambda keys: "console.drafts." in keys,
    )


def left(desk: Desk) -> None:
    """Nobody signs in over it: the tab begins anew, as after a night, and does not ask about what is put by."""
    desk.page.get_by_role("dialog", name=_AGAIN).get_by_role("button").last.click()
    expect(desk.page.locator("input[name=password]")).to_be_visible(timeout=_PATIENCE_MS)


def back(desk: Desk, path: str) -> None:
    desk.sign_in()
    desk.page.locator(f".MuiAlert-root a[href='#{path}']").first.click(timeout=_PATIENCE_MS)
    desk.settled()


def test_texts_and_prices_of_a_product_wait_for_who_typed_them(staff: Staff, shop: Shop) -> None:
    variant = shop.a_variant(stock=1)
    path = f"/products/{variant['product_id']}/show"
    desk = staff.another("catalog_editor")
    desk.enter(path)
    desk.page.get_by_label("Brief · English").fill("half a brief")
    desk.page.get_by_label("Price (CNY)", exact=True).fill("77.70")
    ended(desk.page, END_SESSION)
    left(desk)
    assert "half a brief" not in desk.page.evaluate("JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])")
    back(desk, path)
    expect(desk.page.get_by_label("Brief · English")).to_have_value("half a brief")
    expect(desk.page.get_by_label("Price (CNY)", exact=True)).to_have_value("77.70")
    desk.page.get_by_role("button", name="Save variants").click()
    expect(desk.page.get_by_role("button", name="Save variants")).to_be_disabled(timeout=_PATIENCE_MS)
    desk.settled()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_role("button", name="Save", exact=True)).to_be_disabled(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    now = shop.get(f"/v1/admin/products/{variant['product_id']}", **shop.staff("owner"))
    assert (now["brief"]["en"], now["variants"][0]["price"]["amount"]) == ("half a brief", 7770)
    desk.context.close()


def test_what_somebody_else_wrote_meanwhile_is_not_lost_to_a_draft(staff: Staff, shop: Shop) -> None:
    product, owner = shop.a_variant(stock=1)["product_id"], shop.staff("owner")
    path = f"/products/{product}/show"
    desk = staff.another("catalog_editor")
    desk.enter(path)
    desk.page.get_by_label("Title · English").fill("mine")
    ended(desk.page, END_SESSION)
    left(desk)
    version = shop.get(f"/v1/admin/products/{product}", **owner)["version"]
    shop.send("PATCH", f"/v1/admin/products/{product}", {"title": {"en": "theirs", "zh": "他们的"}}, **owner, If_Match=f'"{version}"')
    back(desk, path)
    expect(desk.page.get_by_label("Title · English")).to_have_value("mine")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Title", timeout=_PATIENCE_MS)
    conflict.get_by_role("button", name="Reload").click()
    expect(desk.page.get_by_label("Title · English")).to_have_value("theirs", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/products/{product}", **owner)["title"] == {"en": "theirs", "zh": "他们的"}
    desk.context.close()


def test_half_a_refund_waits(staff: Staff, shop: Shop) -> None:
    order, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    path = f"/orders/{order['id']}/show"
    desk = staff.another("finance")
    desk.enter(path)
    desk.page.get_by_role("button", name="Refund", exact=True).first.click()
    form = desk.page.get_by_role("dialog")
    form.get_by_label(re.compile(" · ")).first.fill("1")
    form.get_by_label("Reason").fill("half a reason")
    # Behind a dialogue nothing is pressed: the next preview asks, and is told.
    desk.page.evaluate(END_SESSION)
    form.get_by_label(re.compile(" · ")).first.fill("2")
    expect(desk.page.get_by_role("dialog", name=_AGAIN)).to_be_visible(timeout=_PATIENCE_MS)
    left(desk)
    back(desk, path)
    form = desk.page.get_by_role("dialog")
    expect(form.get_by_label("Reason")).to_have_value("half a reason", timeout=_PATIENCE_MS)
    expect(form.get_by_label(re.compile(" · ")).first).to_have_value("2")
    expect(form.locator("[data-preview]")).to_contain_text("Goes back", timeout=_PATIENCE_MS)
    desk.picture("finance-refund-draft-en-wide")
    form.get_by_role("button", name="Refund").click()
    expect(form).to_have_count(0, timeout=_PATIENCE_MS)
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    found: list[Any] = shop.get(f"/v1/admin/orders/{order['id']}/refunds", **shop.staff("owner"))["data"]
    assert [one["reason"] for one in found] == ["half a reason"]
    desk.context.close()


def test_two_tabs_of_one_session_keep_their_forms_beside_each_other(staff: Staff, shop: Shop) -> None:
    """Of somebody who stays signed in: what they typed is in the browser, for them alone, also after it was closed."""
    one, other = (shop.a_variant(stock=1)["product_id"] for _ in range(2))
    desk = staff.another("manager")
    desk.enter(stay=True)
    second = desk.context.new_page()
    for page, product, words in ((desk.page, one, "in the first"), (second, other, "in the second")):
        page.goto(f"{desk.url}#/products/{product}/show")
        page.get_by_label("Brief · English").fill(words, timeout=_PATIENCE_MS)
        page.wait_for_load_state("networkidle")
    ended(desk.page, _ENDED)
    second.evaluate("document.querySelector('[aria-label=Refresh]').click()")
    expect(second.get_by_role("dialog", name=_AGAIN)).to_be_visible(timeout=_PATIENCE_MS)
    second.wait_for_timeout(1_000)
    second.on("dialog", lambda dialog: dialog.accept())
    second.close()
    left(desk)
    desk.sign_in(stay=True)
    # Whoever leaves the first one unsent again is asked.
    desk.page.on("dialog", lambda dialog: dialog.accept())
    for product, words in ((one, "in the first"), (other, "in the second")):
        link = desk.page.locator(f".MuiAlert-root a[href='#/products/{product}/show']").first
        link.click(timeout=_PATIENCE_MS)
        expect(desk.page.get_by_label("Brief · English")).to_have_value(words, timeout=_PATIENCE_MS)
        desk.settled()
    desk.context.close()
