"""What people do to a console without thinking: close the tab, open two, work on while their rights change. X46, cases 16 to 18"""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from tests.browser.staff import Staff
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
EXPIRE = """{
    const kept = JSON.parse(sessionStorage.getItem('console.session'));
    sessionStorage.setItem('console.session', JSON.stringify({...kept, until: Date.now() - 1}));
}"""


def test_what_the_screen_claimed_is_so_whenever_one_leaves(staff: Staff, shop: Shop) -> None:
    """Case 16: nothing waits for a notice to go away."""
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:8]
    for name in ("a", "b"):
        shop.send("POST", "/v1/admin/tags", {"code": f"{name}-{mark}", "name": {"en": name}}, 201, **owner)
    variant = shop.a_variant(stock=1)
    desk = staff.another("catalog_editor")
    desk.enter(f"/products/{variant['product_id']}/show")
    desk.page.get_by_label("Price (CNY)", exact=True).fill("12.00")
    asked: list[Dialog] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog)
        dialog.accept()

    desk.page.on("dialog", agree)
    desk.page.get_by_role("button", name="Save variants").click()
    desk.page.goto(f"{desk.shop.base}/v1/health")
    read = f"/v1/admin/products/{variant['product_id']}"
    amount = shop.get(read, **owner)["variants"][0]["price"]["amount"]
    assert amount == 1200 or asked, amount
    for name in ("a", "b"):
        desk.open(f"/tags/{name}-{mark}/show")
        desk.page.get_by_role("button", name="Delete", exact=True).click()
        desk.page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
        expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=_PATIENCE_MS)
    desk.page.close()
    assert not {f"a-{mark}", f"b-{mark}"} & {one["code"] for one in shop.get("/v1/admin/tags", **owner)["data"]}
    desk.context.close()


@pytest.mark.parametrize("stay", [False, True], ids=["a session each", "one session"])
def test_two_tabs_whose_tokens_expire_together_stay_signed_in(staff: Staff, stay: bool) -> None:
    """Case 18: no 401, at most one renewal in each, and what is typed stays; of a session that they share, both have the newest tokens."""
    desk = staff.another("manager")
    desk.enter(stay=stay)
    second = desk.context.new_page()
    desk.watch(second)
    if stay:
        second.goto(desk.url)
        expect(second.get_by_role("button", name="Refresh").first).to_be_visible(timeout=_PATIENCE_MS)
        second.wait_for_load_state("networkidle")
    else:
        desk.sign_in(page=second)
    place = "localStorage" if stay else "sessionStorage"
    before = desk.page.evaluate(f"{place}.getItem('console.session')")
    renewals = {page: renewals_of(page) for page in (desk.page, second)}
    desk.open("/products/create")
    desk.page.get_by_label("Title · English").fill("half a product")
    for page in renewals:
        page.evaluate(EXPIRE.replace("sessionStorage", place))
    second.get_by_role("button", name="Refresh").first.click()
    desk.page.get_by_role("button", name="Refresh").first.click()
    for _ in range(300):
        second.wait_for_timeout(100)
        if sum(map(len, renewals.values())) >= (1 if stay else 2):
            break
    desk.settled()
    second.wait_for_load_state("networkidle")
    expect(second.locator("[aria-busy=true]")).to_have_count(0, timeout=_PATIENCE_MS)
    assert max(map(len, renewals.values())) == 1
    assert all(json.loads(page.evaluate(f"{place}.getItem('console.session')"))["until"] > json.loads(before)["until"] for page in renewals)
    expect(desk.page.get_by_label("Title · English")).to_have_value("half a product")
    expect(second.locator("input[name=password]")).to_have_count(0)
    assert [one for one in desk.refused if one.startswith("401")] == []
    desk.context.close()


def test_a_text_that_waits_is_counted_listed_and_decided(staff: Staff, shop: Shop) -> None:
    """The moderators' tile: one more, its list, the decision, one less. Whoever asks the same twice is looked at."""
    product, buyer, mark = shop.a_variant(stock=1)["product_id"], shop.customer(), uuid.uuid4().hex
    questions, asked = f"/v1/products/{product}/questions", {"text": f"Is it {mark} for tea, then?"}
    eventually(lambda: shop.call("POST", questions, asked, **buyer.own), lambda one: one.status == 201)
    before = _waiting(shop)
    made = shop.send("POST", questions, asked, 201, **buyer.own)
    assert _waiting(shop) == before + 1
    desk = staff.another("owner")
    desk.enter("/")
    tile = desk.page.get_by_role("link", name=re.compile("To moderate$"))
    expect(tile).to_have_text(re.compile(f"^{before + 1}\\D"))
    tile.click()
    desk.page.locator(f"a[data-row][href*='{made['id']}']").click()
    desk.settled()
    desk.picture("moderator-text-en-wide")
    assert desk.serious() == []
    desk.page.get_by_role("button", name="Decide").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_label(re.compile("^Action")).click()
    desk.page.get_by_role("option", name="Approve", exact=True).click()
    dialogue.get_by_role("button", name="Decide").click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    assert _waiting(shop) == before
    # Who wrote it is banned there: their id is nothing that who moderates could type.
    author = shop.get("/v1/me", **buyer.own)["id"]
    desk.page.get_by_role("button", name="Ban the author").click()
    dialogue.get_by_label("Reason").fill("Asks the same all day.")
    dialogue.get_by_role("button", name="Ban the author").click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/moderation_bans/{author}", **shop.staff("owner"))["banned"]
    desk.open("/")
    expect(tile).to_have_text(re.compile(f"^{before}\\D"))
    assert (desk.refused, desk.violations, desk.errors) == ([], [], [])
    desk.context.close()


def test_a_right_that_is_taken_away_closes_a_panel_and_nothing_else(staff: Staff, shop: Shop) -> None:
    """Case 17: the form stays, nobody is signed out, the menu follows within a minute or so."""
    owner, login = shop.staff("owner"), shop.info["users"]["moderator"]["login"]
    (person,) = [one for one in shop.get("/v1/admin/staff?limit=100", **owner)["data"] if one["email"] == login]
    order, _ = shop.paid_order(shop.a_variant(stock=3)["id"], 1)
    roles(shop, person["id"], ["support"])
    desk = staff.another("moderator")
    desk.loses_rights = True
    desk.page.clock.install()
    desk.enter(f"/orders/{order['id']}/show")
    menu = desk.page.locator("a[role=menuitem][href='#/customers']")
    expect(menu).to_have_count(1)
    roles(shop, person["id"], ["warehouse"])
    try:
        desk.follows(menu, 0)
        expect(desk.page.locator("input[name=password]")).to_have_count(0)
        assert f"/orders/{order['id']}" in desk.page.url
        desk.page.goto(f"{desk.url}#/customers")
        expect(desk.page.get_by_text("You have no right to see this.")).to_be_visible(timeout=_PATIENCE_MS)
        desk.page.goto(f"{desk.url}#/")
        desk.settled()
    finally:
        roles(shop, person["id"], ["support"])
    desk.follows(menu, 1)
    roles(shop, person["id"], person["roles"])
    desk.context.close()


def _waiting(shop: Shop) -> int:
    return len(shop.get("/v1/admin/moderation", **shop.staff("owner"))["data"])


def renewals_of(page: Page) -> list[str]:
    """Addresses, as they are asked from now on."""
    found: list[str] = []

    def heard(request: Request) -> None:
        if "/v1/auth/refresh" in request.url:
            found.append(request.url)

    page.on("request", heard)
    return found


def roles(shop: Shop, person: str, wanted: list[str]) -> None:
    owner = shop.staff("owner")
    version = shop.get(f"/v1/admin/staff/{person}", **owner)["version"]
    shop.send("PATCH", f"/v1/admin/staff/{person}", {"roles": wanted}, **owner, If_Match=f'"{version}"')
    eventually(lambda: shop.get(f"/v1/admin/staff/{person}", **owner)["roles"], lambda found: found == wanted)
