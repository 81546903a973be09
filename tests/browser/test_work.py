"""Work at the console as people do it, and what goes wrong while they do. X46"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.staff import Desk, Staff
from tests.journeys.shopper import Shop


@pytest.fixture(scope="module")
def order(shop: Shop) -> dict[str, Any]:
    made, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_money_goes_back_after_a_preview(staff: Staff, order: dict[str, Any], shop: Shop) -> None:
    """Finance, who may refund and not ship."""
    desk = staff.at("finance")
    desk.open(f"/orders/{order['id']}/show")
    desk.picture("finance-order-en-wide")
    expect(desk.page.get_by_role("button", name="Ship", exact=True)).to_have_count(0)
    assert desk.serious() == []
    press(desk.page, "Refund")
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile(" · ")).first.fill("1")
    expect(dialogue.locator("[data-preview]")).to_contain_text("Goes back", timeout=15_000)
    told = dialogue.locator("[data-preview]").inner_text()
    dialogue.get_by_label("Reason").fill("too small")
    desk.picture("finance-refund-en-wide")
    dialogue.get_by_role("button", name="Refund").click()
    expect(dialogue).to_have_count(0, timeout=15_000)
    (made,) = shop.get(f"/v1/admin/orders/{order['id']}/refunds", **shop.staff("finance"))["data"]
    assert f"{made['amount']['amount'] / 100:.2f}" in told
    assert (desk.refused, desk.violations, desk.errors) == ([], [], [])


def test_two_people_change_one_product_and_neither_change_is_lost(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    desk.picture("catalog_editor-product-en-wide")
    brief = desk.page.get_by_label("Brief · English")
    brief.fill("mine 😀")
    owner = shop.staff("owner")
    version = shop.get(f"/v1/admin/products/{product}", **owner)["version"]
    shop.send("PATCH", f"/v1/admin/products/{product}", {"title": {"en": "theirs"}}, **owner, If_Match=f'"{version}"')
    press(desk.page, "Save")
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Title", timeout=15_000)
    desk.picture("catalog_editor-conflict-en-wide")
    assert brief.input_value() == "mine 😀"
    conflict.get_by_role("button", name="Overwrite").click()
    expect(conflict).to_have_count(0, timeout=15_000)
    desk.settled()
    now = shop.get(f"/v1/admin/products/{product}", **owner)
    assert (now["title"], now["brief"]["en"]) == ({"en": "theirs"}, "mine 😀")


def test_a_price_is_typed_as_people_write_it(staff: Staff, shop: Shop) -> None:
    variant = shop.a_variant(stock=1)
    desk = staff.at("catalog_editor")
    desk.open(f"/products/{variant['product_id']}/show")
    price = desk.page.get_by_label("Price (CNY)", exact=True)
    save = desk.page.get_by_role("button", name="Save variants")
    expect(save).to_be_disabled()
    price.fill("12.345")
    expect(save).to_be_disabled()
    price.fill("1,299")
    expect(desk.page.get_by_text("CN¥1,299.00")).to_be_visible()
    save.click()
    expect(save).to_be_disabled(timeout=15_000)
    desk.settled()
    product = shop.get(f"/v1/admin/products/{variant['product_id']}", **shop.staff("owner"))
    assert product["variants"][0]["price"] == {"amount": 129900, "currency": "CNY"}


def break_session(desk: Desk) -> None:
    """As if the session had been ended elsewhere: neither token is worth anything."""
    desk.page.evaluate(
        "sessionStorage.setItem('console.session', JSON.stringify({access: 'gone', refresh: 'gone', until: Date.now() - 1}))"
    )


def test_a_session_that_ends_under_a_full_form_keeps_it(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.another("catalog_editor")
    desk.enter(f"/products/{product}/show")
    desk.page.get_by_label("Brief · English").fill("typed before the session ended")
    break_session(desk)
    press(desk.page, "Save")
    again = desk.page.get_by_role("dialog", name="Your session has ended")
    expect(again).to_be_visible(timeout=15_000)
    user = shop.info["users"]["catalog_editor"]
    again.locator("input[name=login]").fill(user["login"])
    again.locator("input[name=password]").fill(user["password"])
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_have_count(0, timeout=15_000)
    desk.settled()
    assert shop.get(f"/v1/admin/products/{product}", **shop.staff("owner"))["brief"]["en"] == "typed before the session ended"
    desk.context.close()


def test_who_signs_in_after_somebody_else_begins_anew(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.another("catalog_editor")
    desk.enter(f"/products/{product}/show")
    desk.page.get_by_label("Brief · English").fill("a secret of the first")
    break_session(desk)
    press(desk.page, "Save")
    again = desk.page.get_by_role("dialog", name="Your session has ended")
    user = shop.info["users"]["warehouse"]
    again.locator("input[name=login]").fill(user["login"])
    again.locator("input[name=password]").fill(user["password"])
    desk.page.on("dialog", lambda dialog: dialog.accept())
    again.get_by_role("button", name="Sign in").click()
    expect(desk.page.get_by_text("warehouse@shop.example")).to_be_visible(timeout=20_000)
    assert "secret" not in desk.page.content()
    assert "/products" not in desk.page.url
    stored = desk.page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    assert "secret" not in stored
    assert "secret" not in str(shop.get(f"/v1/admin/products/{product}", **shop.staff("owner"))["brief"])
    desk.context.close()


def test_tokens_stay_in_the_tab_and_out_of_addresses(staff: Staff) -> None:
    desk = staff.another("support")
    desk.sign_in()
    assert desk.page.evaluate("localStorage.getItem('console.session')") is None
    token = desk.page.evaluate("JSON.parse(sessionStorage.getItem('console.session')).access")
    assert token not in desk.page.url
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(other.locator("input[name=password]")).to_be_visible(timeout=30_000)
    desk.context.close()
    stays = staff.another("support")
    stays.sign_in(stay=True)
    assert stays.page.evaluate("sessionStorage.getItem('console.session')") is None
    second = stays.context.new_page()
    second.goto(stays.url)
    expect(second.get_by_text("support@shop.example")).to_be_visible(timeout=15_000)
    stays.context.close()


@pytest.mark.parametrize("path", ["/orders?filter=%7B%22status%22%3A%22paid%22%7D", "/tags"])
def test_who_opens_a_page_without_a_session_is_asked_once_and_then_comes_there(staff: Staff, path: str) -> None:
    """The console went to its page of signing in hundreds of times a second, for ten seconds."""
    desk = staff.another("support")
    went: list[str] = []
    desk.page.on("framenavigated", lambda frame: went.append(frame.url))
    desk.page.goto(f"{desk.url}#{path}")
    expect(desk.page.locator("input[name=password]")).to_be_visible(timeout=15_000)
    desk.page.wait_for_timeout(500)
    assert [one for one, _ in groupby(address.split("#")[1].split("?")[0] for address in went)] == [path.split("?")[0], "/login"]
    assert len(went) < 5
    # Somebody who writes another address into the browser's line has no session there either.
    desk.page.evaluate("window.location.hash = '#/brands'")
    expect(desk.page).to_have_url(re.compile(r"#/login\?to=%2Fbrands$"))
    desk.page.wait_for_timeout(500)
    assert len(went) < 8
    desk.page.go_back()
    expect(desk.page).to_have_url(re.compile(r"#/login\?to="))
    user = desk.shop.info["users"]["support"]
    desk.page.locator("input[name=login]").fill(user["login"])
    desk.page.locator("input[name=password]").fill(user["password"])
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page).to_have_url(re.compile(re.escape(path)), timeout=15_000)
    desk.settled()
    # Who is in is asked no more, neither on their way back nor where a mark leads to the page of signing in itself.
    desk.page.goto(f"{desk.url}#/login?to=%2Flogin%3Fto%3D%252Fbrands")
    expect(desk.page).to_have_url(re.compile(r"#/brands$"))
    desk.page.go_back()
    expect(desk.page).to_have_url(re.compile(re.escape(path)))
    desk.context.close()
