"""Slow and broken lines over work that is under way: what was typed stays, nothing is done twice, what is told is what is known. X46"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.staff import Staff
from tests.browser.test_conflicts import a_tag, again
from tests.browser.test_desk_of_many import END_SESSION
from tests.browser.typed.test_drafts import ended, left
from tests.browser.typed.test_questions import came_back
from tests.journeys.shopper import Shop

_PATIENCE_MS = 30_000


def holding(page: Page, path: str) -> list[Route]:
    """What is written there waits."""
    held: list[Route] = []
    page.route(path, lambda route: held.append(route) if route.request.method == "POST" else route.fallback())
    return held


def awaited(page: Page, held: list[Route]) -> Route:
    for _ in range(300):
        if held:
            break
        page.wait_for_timeout(100)
    return held[0]


def unanswered(page: Page, method: str, path: re.Pattern[str]) -> list[str]:
    """What is sent there is done, and nobody hears of it: the keys under which it was asked."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == method:
            keys.append(route.request.headers["idempotency-key"])
            route.fetch()
            route.abort()
        else:
            route.fallback()

    page.route(path, lose)
    return keys


def test_an_answer_that_comes_late_pulls_nobody_away_and_is_told(staff: Staff, shop: Shop) -> None:
    there = a_tag(shop)
    desk = staff.another("owner")
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    desk.enter("/tags/create")
    for code, told in ((f"{there}-new", "Done"), (there, "There is such a tag")):
        desk.open("/tags/create")
        page.get_by_label("Code").fill(code)
        page.get_by_label("Name · English").fill("late")
        held = holding(page, "**/v1/admin/tags")
        page.get_by_role("button", name="Save", exact=True).click()
        late = awaited(page, held)
        page.locator("a[role=menuitem][href='#/brands']").click()
        page.wait_for_url(re.compile("#/brands"))
        late.continue_()
        expect(page.locator(".MuiSnackbar-root")).to_contain_text(told, timeout=_PATIENCE_MS)
        assert page.url.endswith("#/brands")
        page.unroute_all()
    desk.context.close()


def test_a_page_that_cannot_be_read_again_and_another_language_leave_what_was_typed(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.another("catalog_editor")
    page = desk.page
    desk.enter(f"/products/{product}/show")
    page.get_by_label("Brief · English").fill("half a brief")
    page.route("**/v1/admin/products/prod_*", lambda route: route.abort())
    page.get_by_role("button", name="Refresh").first.click()
    expect(page.get_by_text("No connection. Try again.").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.get_by_label("Brief · English")).to_have_value("half a brief")
    page.unroute_all()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_text("No connection. Try again.")).to_have_count(0, timeout=_PATIENCE_MS)
    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("menuitem", name="中文").click()
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_enabled(timeout=_PATIENCE_MS)
    expect(page.get_by_label("简介 · 英语")).to_have_value("half a brief")
    desk.context.close()


@pytest.mark.parametrize("is_read_anew", [False, True])
def test_a_price_changed_for_many_is_not_changed_twice_where_nobody_answered(staff: Staff, shop: Shop, is_read_anew: bool) -> None:
    """Also where its writer's session ends over it: what waits for them goes under the key that it had."""
    owner = shop.staff("owner")
    paths = [f"/v1/admin/products/{shop.a_variant(stock=1)['product_id']}" for _ in range(2)]

    def price(path: str) -> Any:
        return shop.get(path, **owner)["variants"][0]["price"]["amount"]

    before = [price(path) for path in paths]
    desk = staff.another("catalog_editor")
    page = desk.page
    desk.enter('/products?filter={"status":"published"}')
    for path in paths:
        page.locator(f"tr:has(a[href*='{path.rsplit('/', 1)[1]}']) input[type=checkbox]").check()
    keys = unanswered(page, "PATCH", re.compile(f"{paths[0]}$"))
    page.get_by_role("button", name="Change prices").click()
    question = page.get_by_role("dialog")
    question.get_by_role("textbox").fill("-10")
    question.get_by_role("button", name="Change prices").click()
    expect(question.locator("[data-outcome=done]")).to_have_count(1, timeout=_PATIENCE_MS)
    expect(question.locator("[data-outcome=failed]")).to_contain_text("not known")
    page.unroute_all()
    if is_read_anew:
        ended(page, END_SESSION)
        left(desk)
        came_back(desk, "Products")
        question.get_by_role("button", name="Change prices").click()
    else:
        question.get_by_role("button", name="Try again").click()
    expect(question.locator("[data-outcome=done]")).to_have_count(1 if is_read_anew else 2, timeout=_PATIENCE_MS)
    assert [price(path) for path in paths] == [round(one * 0.9) for one in before]
    assert len(set(keys)) == 1
    desk.context.close()


def test_what_somebody_else_did_meanwhile_is_told_and_the_reason_stays(staff: Staff, shop: Shop) -> None:
    order, _ = shop.paid_order(shop.a_variant(stock=1)["id"])
    path = f"/v1/admin/orders/{order['id']}"
    desk = staff.another("owner")
    desk.enter(f"/orders/{order['id']}/show")
    desk.page.get_by_role("button", name="Hold", exact=True).first.click()
    form = desk.page.get_by_role("dialog", name="Hold")
    form.get_by_label("Reason").fill("why it waits")
    again(shop, "POST", path, f"{path}/hold", {"reason": "theirs"})
    form.get_by_role("button", name="Hold").click()
    expect(form.get_by_role("alert")).to_contain_text("changed meanwhile", timeout=_PATIENCE_MS)
    desk.settled()
    expect(form.get_by_label("Reason")).to_have_value("why it waits")
    desk.context.close()
