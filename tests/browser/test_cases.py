"""What the findings ask of a console and no other page of tests shows: rights, sessions, what stays behind, amounts. X46, cases 16 to 20"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_desk_of_many import END_SESSION, STORED, at_page, sign_in_over, sign_out
from tests.browser.test_desks import EXPIRE
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_REFUSED = re.compile("You have no right to see this|Your rights do not cover this part")
_LIVES = """{
    const kept = JSON.parse(localStorage.getItem('console.session'));
    localStorage.setItem('console.session', JSON.stringify({...kept, until: Date.now() + 3e6}));
}"""
_STAYS = EXPIRE.replace("sessionStorage", "localStorage")


@pytest.fixture(scope="module")
def order(shop: Shop) -> dict[str, Any]:
    made, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    return made


def a_customer(shop: Shop) -> Any:
    found = shop.get("/v1/admin/customers?limit=1", **shop.staff("owner"))["data"]
    if not found:
        shop.customer()
        found = eventually(lambda: shop.get("/v1/admin/customers?limit=1", **shop.staff("owner"))["data"], bool)
    return found[0]


def test_what_is_saved_is_sold_at_once_whatever_tab_is_in_front(staff: Staff, shop: Shop) -> None:
    """Case 16 (c): saved, and another tab for a while; the storefront has the new price within its cache time."""
    variant = shop.a_variant(stock=1)
    desk = staff.another("catalog_editor")
    desk.enter(f"/products/{variant['product_id']}/show")
    desk.page.get_by_label("Price (CNY)", exact=True).fill("12.00")
    desk.page.get_by_role("button", name="Save variants").click()
    other = desk.context.new_page()
    other.goto("about:blank")
    other.bring_to_front()
    sold = f"/v1/products/{variant['product_id']}?currency=CNY"
    eventually(lambda: shop.get(sold)["variants"][0]["price"]["amount"], lambda found: found == 1200, seconds=90)
    desk.context.close()


@pytest.mark.parametrize("role", ["warehouse", "finance", "analyst"])
def test_with_part_of_the_rights_no_page_asks_for_more(staff: Staff, shop: Shop, order: dict[str, Any], role: str) -> None:
    """Case 17: the dashboard, an order, a customer; what may not be seen is said and not asked for."""
    desk = staff.at(role)
    for path in ("/", f"/orders/{order['id']}/show", f"/customers/{a_customer(shop)['id']}/show"):
        desk.open(path)
    expect(desk.page.get_by_text(re.compile("You have no right to see this|您没有权限查看此页"))).to_be_visible()
    quiet(desk)


def test_who_a_customer_is_shows_when_it_is_asked_for(staff: Staff, shop: Shop) -> None:
    """Masked until somebody who may asks, of this one alone; who may not is not offered it."""
    customer = a_customer(shop)
    path, person = f"/v1/admin/customers/{customer['id']}", customer["email"] or customer["phone"]
    clear = shop.get(f"{path}?unmask=true", **shop.staff("manager"))
    told = clear["email"] or clear["phone"]
    desk = staff.at("manager")
    desk.speak("en")
    desk.open(f"/customers/{customer['id']}/show")
    expect(desk.page.get_by_text(person).first).to_be_visible()
    expect(desk.page.get_by_text(told)).to_have_count(0)
    desk.page.get_by_role("button", name="Show in clear").click()
    expect(desk.page.get_by_text(told).first).to_be_visible()
    desk.open("/customers")
    desk.open(f"/customers/{customer['id']}/show")
    expect(desk.page.get_by_text(told)).to_have_count(0)
    other = staff.at("support")
    other.speak("en")
    other.open(f"/customers/{customer['id']}/show")
    expect(other.page.get_by_text(person).first).to_be_visible()
    expect(other.page.get_by_role("button", name="Show in clear")).to_have_count(0)
    quiet(desk)
    quiet(other)


def test_a_right_that_goes_leaves_the_half_written_refund(staff: Staff, shop: Shop, order: dict[str, Any]) -> None:
    """Case 17: the customer is refused, and so is the refund, which stays as typed; out and in again there ends on a page that works."""
    owner, name = shop.staff("owner"), f"desk_{uuid.uuid4().hex[:6]}"
    login = shop.info["users"]["arbiter"]["login"]
    some = ["orders.read", "catalog.read"]
    role = shop.send("POST", "/v1/admin/roles", {"name": name, "permissions": [*some, "orders.refund", "customers.read"]}, 201, **owner)
    (person,) = [one for one in shop.get("/v1/admin/staff?limit=100", **owner)["data"] if one["email"] == login]
    given(shop, person["id"], [name])
    customer = f"/customers/{a_customer(shop)['id']}/show"
    desk = staff.another("arbiter")
    desk.loses_rights = True
    desk.page.clock.install()
    try:
        desk.enter(f"/orders/{order['id']}/show")
        menu = desk.page.locator("a[role=menuitem][href='#/customers']")
        desk.follows(menu, 1)
        desk.page.get_by_role("button", name="Refund", exact=True).first.click()
        reason = desk.page.get_by_role("dialog").get_by_label("Reason")
        reason.fill("half a word")
        beside = desk.context.new_page()
        desk_of(beside, desk, customer)
        version = shop.get(f"/v1/admin/roles/{name}", **owner)["version"]
        shop.send("PUT", f"/v1/admin/roles/{name}", {"permissions": some}, **owner, If_Match=f'"{version}"')
        desk.follows(menu, 0)
        expect(reason).to_have_value("half a word")
        beside.get_by_role("button", name="Refresh").first.click()
        expect(beside.get_by_text(_REFUSED).first).to_be_visible(timeout=_PATIENCE_MS)
        expect(beside.locator("input[name=password]")).to_have_count(0)
        expect(desk.page.locator("input[name=password]")).to_have_count(0)
        desk.page.on("dialog", lambda dialog: dialog.accept())
        desk.page.evaluate("sessionStorage.clear()")
        desk.page.goto(f"{desk.url}?again=1#{customer}")
        user = shop.info["users"]["arbiter"]
        desk.page.locator("input[name=login]").fill(user["login"], timeout=_PATIENCE_MS)
        desk.page.locator("input[name=password]").fill(user["password"])
        desk.page.get_by_role("button", name="Sign in").click()
        expect(desk.page.locator("a[role=menuitem][href='#/orders']")).to_have_count(1, timeout=_PATIENCE_MS)
        desk.open("/orders")
        expect(desk.page.locator("a[data-row]").first).to_be_visible(timeout=_PATIENCE_MS)
    finally:
        given(shop, person["id"], person["roles"])
    assert role["name"] == name
    desk.context.close()


def desk_of(page: Page, desk: Desk, path: str) -> None:
    """Another tab with a session of its own, at that page."""
    page.goto(f"{desk.url}#{path}")
    user = desk.shop.info["users"][desk.role]
    page.locator("input[name=login]").fill(user["login"], timeout=_PATIENCE_MS)
    page.locator("input[name=password]").fill(user["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible(timeout=_PATIENCE_MS)


def given(shop: Shop, person: str, wanted: list[str]) -> None:
    owner = shop.staff("owner")
    version = shop.get(f"/v1/admin/staff/{person}", **owner)["version"]
    shop.send("PATCH", f"/v1/admin/staff/{person}", {"roles": wanted}, **owner, If_Match=f'"{version}"')
    eventually(lambda: shop.get(f"/v1/admin/staff/{person}", **owner)["roles"], lambda found: found == wanted)


def test_a_renewal_that_nobody_answers_is_tried_again(staff: Staff) -> None:
    """Case 18: a network that is away is no end of a session."""
    desk = staff.another("manager")
    desk.enter()
    asked: list[str] = []

    def away_once(route: Route) -> None:
        asked.append(route.request.url)
        route.abort("connectionfailed") if len(asked) == 1 else route.continue_()

    desk.page.route("**/v1/auth/refresh", away_once)
    desk.page.evaluate(EXPIRE)
    desk.page.get_by_role("button", name="Refresh").first.click()
    for _ in range(100):
        desk.page.wait_for_timeout(100)
        if len(asked) == 2:
            break
    desk.settled()
    assert len(asked) == 2
    expect(desk.page.locator("input[name=password]")).to_have_count(0)
    expect(desk.page.get_by_text("manager@shop.example")).to_be_visible()
    assert (desk.refused, desk.errors) == ([], [])
    desk.context.close()


def test_who_signs_out_in_one_tab_is_out_in_the_other_while_it_renews(staff: Staff) -> None:
    """Case 18: the late answer of the other tab signs nobody in again."""
    desk = staff.another("manager")
    desk.enter(stay=True)
    second = desk.context.new_page()
    second.goto(desk.url)
    expect(second.get_by_text("manager@shop.example")).to_be_visible(timeout=_PATIENCE_MS)
    second.wait_for_load_state("networkidle")
    expect(second.locator("[aria-busy=true]")).to_have_count(0, timeout=_PATIENCE_MS)
    held: list[Route] = []
    second.route("**/v1/auth/refresh", lambda route: held.append(route))
    second.evaluate(_STAYS)
    second.get_by_role("button", name="Refresh").first.click()
    for _ in range(100):
        second.wait_for_timeout(100)
        if held:
            break
    assert len(held) == 1
    # The first tab still has a token that lives: what it waits for is not the other one's renewal.
    desk.page.evaluate(_LIVES)
    sign_out(desk.page, "manager")
    held[0].continue_()
    expect(second.locator("input[name=password]")).to_be_visible(timeout=60_000)
    second.wait_for_timeout(1_000)
    assert desk.page.evaluate("localStorage.getItem('console.session') ?? sessionStorage.getItem('console.session')") is None
    assert second.evaluate("localStorage.getItem('console.session') ?? sessionStorage.getItem('console.session')") is None
    desk.context.close()


def test_nothing_of_what_one_looked_for_is_there_for_the_next(staff: Staff, shop: Shop) -> None:
    """Case 19: filters by an e-mail address, in the list of orders and of customers; the session ends; another person at the same tab."""
    planted = f"planted-{uuid.uuid4().hex[:8]}@example.com"
    desk = staff.another("support")
    desk.enter('/orders?perPage=10&displayedFilters={"email":true}&filter=' + f'{{"email":"{planted}"}}')
    desk.page.evaluate("""path => fetch(path)""", f"/v1/health?of={uuid.uuid4().hex}")
    desk.open("/customers")
    desk.page.locator("[data-search]").fill(planted)
    desk.settled()
    desk.page.evaluate(END_SESSION)
    desk.page.get_by_role("button", name="Refresh").first.click()
    assert planted not in desk.page.evaluate(STORED)
    sign_in_over(desk, "warehouse")
    at_page(desk, "warehouse")
    desk.settled()
    assert planted not in desk.page.evaluate(STORED) + desk.page.content() + desk.page.url
    desk.open("/orders")
    expect(desk.page.locator("a[data-row]").first).to_be_visible(timeout=_PATIENCE_MS)
    assert planted not in desk.page.content() + desk.page.url
    assert desk.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert desk.page.evaluate("caches.keys().then((all) => all.length)") == 0
    desk.context.close()


def test_where_pages_of_a_list_begin_is_kept_and_not_what_was_asked_for(staff: Staff, shop: Shop) -> None:
    """Case 19: the second page is found again by the address alone, and its storage names nobody."""
    desk = staff.another("manager")
    desk.enter('/products?perPage=10&filter={"status":"published"}')
    desk.page.get_by_role("button", name="Go to next page").click()
    desk.settled()
    there = desk.page.locator("a[data-row]").first.get_attribute("href")
    stored = desk.page.evaluate("JSON.stringify(Object.keys(sessionStorage))")
    assert "console.cursors." in stored
    assert "/v1/" not in stored
    assert "published" not in stored
    desk.page.reload()
    desk.settled()
    expect(desk.page.locator("a[data-row]").first).to_have_attribute("href", str(there), timeout=_PATIENCE_MS)
    quiet(desk)
    desk.context.close()


@pytest.mark.parametrize(("language", "name", "save"), [("en", "Price (CNY)", "Save variants"), ("zh", "价格 (CNY)", "保存规格")])
def test_amounts_are_what_was_meant_in_either_language(staff: Staff, shop: Shop, language: str, name: str, save: str) -> None:
    """Case 20: as typed, never a hundred times as much; the wheel changes nothing; what is opened and left is not sent."""
    variant = shop.a_variant(stock=1)
    desk = staff.another("catalog_editor")
    desk.enter(language=language)
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.url) if request.method == "PATCH" else None)
    desk.open(f"/products/{variant['product_id']}/show")
    price, button = desk.page.get_by_label(name, exact=True), desk.page.get_by_role("button", name=save)
    expect(button).to_be_disabled()
    before = price.input_value()
    price.focus()
    price.hover()
    desk.page.mouse.wheel(0, 300)
    desk.page.wait_for_timeout(200)
    assert price.input_value() == before
    for refused in ("12.345", "1e3", "-5", "1.299.5"):
        price.fill(refused)
        expect(price).to_have_attribute("aria-invalid", "true")
        expect(button).to_be_disabled()
    price.fill(before)
    expect(button).to_be_disabled()
    assert sent == []
    for typed, shown, amount in (("１２．５０", "12.50", 1250), ("1.234,56", "1,234.56", 123456)):
        price.fill(typed)
        expect(desk.page.get_by_text(re.compile(re.escape(shown))).first).to_be_visible()
        button.click()
        expect(button).to_be_disabled(timeout=_PATIENCE_MS)
        desk.settled()
        eventually(lambda: amount_of(shop, variant), amount.__eq__)
    quiet(desk)
    desk.context.close()


def amount_of(shop: Shop, variant: dict[str, Any]) -> int:
    found = shop.get(f"/v1/admin/products/{variant['product_id']}", **shop.staff("owner"))
    return int(found["variants"][0]["price"]["amount"])
