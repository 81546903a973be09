"""Every page at a desk in English as the owner sees it, and the daily ones in Chinese on a telephone as the roles that use them do:
nothing is refused, nothing shuts somebody out. X46"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from infra.compose import ROOT
from tests.browser.staff import Desk, Staff
from tests.journeys.shopper import Shop

PAGES = re.findall(r'\{\s*name: "(\w+)", group', (ROOT / "web/console/src/resources.ts").read_text())
DOCUMENTS = ("settings/feeds/show", "settings/member_levels/show", "settings/missions/show")
FORMS = (
    "campaigns/create",
    "coupons/create",
    "staff/create",
    "shipping_zones/create",
    "collections/create",
    "search_rules/create",
    "group_buys/create",
    "experiments/create",
    "slots/create",
    "survey_forms/create",
    "gift_cards/create",
    "articles/create",
)
DAILY = {
    "manager": ("/", "/orders", "/products", "/returns", "/exceptions", "/customers", "/products/create"),
    "warehouse": ("/", "/orders", "/picks"),
    "support": ("/", "/orders", "/customers"),
    "finance": ("/", "/payments", "/payment_tasks"),
    "analyst": ("/", "/products", "/reports"),
    "catalog_editor": ("/", "/products", "/categories", "/brands/create", "/imports"),
}

# A page of each kind of part: tiles and a chart, lists with their rows in full, what is filled in, what is dragged, what is dangerous.
DARK = (
    "/",
    "/orders",
    "/products",
    "/categories",
    "/stock",
    "/imports",
    "/customers",
    "/campaigns",
    "/campaigns/create",
    "/ledger",
    "/reports",
    "/jobs",
    "/health",
    "/staff",
    "/roles",
    "/settings/agents/show",
)


def looked_at(desk: Desk, path: str, name: str) -> list[str]:
    """What is wrong with the page; its picture stays in build/screenshots."""
    desk.open(path)
    desk.picture(name)
    wrong = [] if desk.fits() else ["is wider than the screen"]
    # A page that asks for what the API does not take opens all the same, and says so in red.
    said = desk.page.locator(".MuiAlert-colorError, .MuiSnackbarContent-root").all_inner_texts()
    return [f"{name}: {one}" for one in [*wrong, *said, *desk.unsaid(), *desk.serious()]]


def quiet(desk: Desk) -> None:
    assert (desk.refused, desk.violations, desk.errors) == ([], [], []), desk.role


@pytest.mark.parametrize("role", DAILY)
def test_a_role_s_day(staff: Staff, role: str) -> None:
    desk, wrong = staff.at(role), list[str]()
    desk.speak("zh")
    desk.size("narrow")
    for path in DAILY[role]:
        wrong += looked_at(desk, path, f"{role}{path.replace('/', '-')}-zh-narrow")
    desk.size("wide")
    desk.speak("en")
    assert wrong == []
    quiet(desk)


def test_every_page_opens_for_the_owner(staff: Staff) -> None:
    assert len(PAGES) > 35
    desk = staff.at("owner")
    desk.speak("en")
    desk.size("wide")
    assert [
        wrong for name in [*PAGES, *FORMS, *DOCUMENTS] for wrong in looked_at(desk, f"/{name}", f"owner-{name.replace('/', '-')}")
    ] == []
    quiet(desk)


def test_every_page_is_said_in_chinese_on_a_telephone(staff: Staff) -> None:
    desk, wrong = staff.at("owner"), list[str]()
    desk.speak("zh")
    desk.size("narrow")
    for name in PAGES:
        desk.open(f"/{name}")
        wrong += [f"{name}: {one}" for one in [*([] if desk.fits() else ["is wider than the screen"]), *desk.unsaid()]]
    desk.size("wide")
    desk.speak("en")
    assert wrong == []
    quiet(desk)


def test_a_page_without_the_right_says_so_and_asks_for_nothing(staff: Staff, shop: Shop) -> None:
    """Nor is who may only read shown a form that takes nothing."""
    desk = staff.at("analyst")
    desk.open(f"/products/{shop.a_variant(stock=1)['product_id']}/show")
    expect(desk.page.locator("[data-read]")).to_be_visible()
    expect(desk.page.locator("#main-content").get_by_role("textbox")).to_have_count(0)
    for path in ("/orders", "/customers", "/orders/ord_01JD0000000000000000000000/show"):
        desk.open(path)
        expect(desk.page.get_by_text("You have no right to see this.")).to_be_visible()
    for path in ("/orders/create", "/products/one/two", "/nowhere"):
        desk.open(path)
        expect(desk.page.get_by_text("There is no such page.")).to_be_visible()
    quiet(desk)


def test_in_the_dark_nobody_is_shut_out_either(staff: Staff) -> None:
    desk, wrong = staff.at("owner"), list[str]()
    desk.page.emulate_media(color_scheme="dark")
    for path in DARK:
        wrong += looked_at(desk, path, f"owner-dark{path.replace('/', '-')}")
        row = desk.page.locator("a[data-row]").first
        if row.count() and (to := row.get_attribute("href")):
            wrong += looked_at(desk, to.removeprefix("#"), f"owner-dark{path.replace('/', '-')}-one")
    ground = desk.page.evaluate("getComputedStyle(document.body).backgroundColor")
    desk.page.emulate_media(color_scheme="light")
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 0x40, ground
    assert wrong == []
    quiet(desk)
