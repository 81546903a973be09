"""What hands get used to: keys, back, languages, light and dark, paper, a network that goes away, the shop's clock. X46"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Route, expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS, _LOOKS_MS = 30_000, 11_000
_FROM, _TO = re.compile(r"^From\b"), re.compile(r"^To\b")


def test_keys_walk_a_list_and_back_comes_to_it_as_it_was_filtered(staff: Staff, shop: Shop) -> None:
    """`j`, `k`, Enter, `/`; back and a reload keep what was chosen; an address opens the same for somebody else."""
    for _ in range(2):
        shop.paid_order(shop.a_variant(stock=1)["id"])
    desk = staff.at("support")
    page = desk.page
    desk.speak("en")
    desk.size("wide")
    desk.open("/orders")
    page.get_by_label("Status", exact=True).first.click()
    page.get_by_role("option", name="To ship (paid or in the works)").click()
    expect(page).to_have_url(re.compile("paid%2Cfulfilling"), timeout=_PATIENCE_MS)
    desk.settled()
    rows = page.locator("a[data-row]")
    expect(rows.nth(1)).to_be_visible(timeout=_PATIENCE_MS)
    first, second = (row.split("#")[1] for row in rows.evaluate_all("all => all.slice(0, 2).map((one) => one.href)"))
    page.evaluate("document.activeElement.blur()")
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(second)), timeout=_PATIENCE_MS)
    desk.settled()
    page.go_back()
    expect(rows.first).to_have_attribute("href", re.compile(re.escape(first)), timeout=_PATIENCE_MS)
    assert "paid%2Cfulfilling" in page.url
    page.reload()
    desk.settled()
    expect(rows.first).to_have_attribute("href", re.compile(re.escape(first)), timeout=_PATIENCE_MS)
    expect(page.get_by_role("combobox", name="Status").first).to_have_text("To ship (paid or in the works)")
    page.keyboard.press("/")
    expect(page.locator("input[data-search]")).to_be_focused()
    page.keyboard.type("j/k")
    expect(page.locator("input[data-search]")).to_have_value("j/k")
    expect(page).to_have_url(re.compile("j%2Fk"), timeout=_PATIENCE_MS)
    link = page.url
    desk.open("/")
    other = staff.at("manager")
    other.speak("en")
    other.page.goto(link)
    other.settled()
    expect(other.page.locator("input[data-search]")).to_have_value("j/k")
    quiet(desk)
    quiet(other)


def test_the_other_language_the_dark_and_paper(staff: Staff, shop: Shop) -> None:
    """By the switches of the bar, at once and kept; nothing of the dark is unreadable; on paper are neither menus nor buttons."""
    order, _ = shop.paid_order(shop.a_variant(stock=1)["id"])
    desk = staff.another("manager")
    page = desk.page
    desk.enter(f"/orders/{order['id']}/show")
    page.get_by_role("button", name="English").click()
    page.get_by_role("menuitem", name=re.compile("中文")).click()
    expect(page.get_by_role("heading", name="商品明细")).to_be_visible(timeout=_PATIENCE_MS)
    page.get_by_role("button", name=re.compile("主题|明暗|深色|浅色")).click()
    desk.settled()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", dark)[:3]) < 200, dark
    assert desk.serious() == []
    for path in ("/", "/orders", "/reports"):
        desk.open(path)
        assert desk.serious() == [], path
        desk.picture(f"manager{path.replace('/', '-')}-dark-zh-wide")
    page.reload()
    desk.settled()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    desk.open(f"/orders/{order['id']}/show")
    page.emulate_media(media="print")
    desk.picture("manager-order-printed-zh-wide")
    furniture = "[...document.querySelectorAll('[role=menuitem], button')].filter((one) => one.checkVisibility()).length"
    assert page.evaluate(furniture) == 0
    shown = "[...document.querySelectorAll('#main-content *, header *')].filter((one) => one.checkVisibility())"
    assert set(page.evaluate(f"{shown}.map((one) => getComputedStyle(one).color)")) == {"rgb(0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_text(order["number"]).first).to_be_visible()
    quiet(desk)
    desk.context.close()


def test_a_list_that_cannot_be_read_says_so_and_nothing_else(staff: Staff) -> None:
    """In the reader's language, whoever answers: the gateway speaks English. Nobody knows how long the list is."""
    desk = staff.another("catalog_editor")
    page = desk.page
    page.route(re.compile(r"/v1/admin/tags\?"), lambda route: route.fulfill(status=502, content_type="text/html", body="<html>"))
    desk.enter("/tags", language="zh")
    told = page.locator("#main-content").get_by_role("alert")
    expect(told).to_contain_text("店铺暂时没有响应，请重试。", timeout=_PATIENCE_MS)
    assert page.locator("#main-content").inner_text().count("\n") < 6, page.locator("#main-content").inner_text()
    expect(page.locator(".MuiTablePagination-root, .RaList-noResults")).to_have_count(0)
    desk.picture("catalog_editor-tags-unread-zh-wide")
    page.unroute_all()
    told.get_by_role("button").click()
    expect(told).to_have_count(0, timeout=_PATIENCE_MS)
    desk.context.close()


def test_without_a_network_it_is_said_and_what_was_typed_is_sent_later(staff: Staff, shop: Shop) -> None:
    """And what somebody else saved meanwhile can be taken instead of one's own."""
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.another("catalog_editor")
    page = desk.page
    slow: list[Route] = []
    desk.enter("/")
    page.route(re.compile(f"/v1/admin/products/{product}$"), lambda route: slow.append(route))
    page.evaluate(f"location.hash = '/products/{product}/show'")
    expect(page.get_by_role("progressbar").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.get_by_text("Loading…").first).to_be_visible()
    for route in slow:
        route.continue_()
    page.unroute_all()
    desk.settled()
    brief, save = page.get_by_label("Brief · English"), page.get_by_role("button", name="Save", exact=True)
    desk.context.set_offline(True)
    expect(page.get_by_text("No connection. What you do now is not sent.")).to_be_visible()
    brief.fill("typed on a train 🚆")
    save.click()
    expect(page.get_by_text("whether it was done is not known. Try again").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(brief).to_have_value("typed on a train 🚆")
    desk.context.set_offline(False)
    expect(page.get_by_text("No connection. What you do now is not sent.")).to_have_count(0)
    save.click()
    expect(save).to_be_disabled(timeout=_PATIENCE_MS)
    owner = shop.staff("owner")
    # The button is disabled while it is sent, too.
    now = eventually(lambda: shop.get(f"/v1/admin/products/{product}", **owner), lambda one: "en" in one["brief"])
    assert now["brief"]["en"] == "typed on a train 🚆"
    desk.settled()
    brief.fill("mine")
    shop.send("PATCH", f"/v1/admin/products/{product}", {"brief": {"en": "theirs"}}, **owner, If_Match=f'"{now["version"]}"')
    save.click()
    conflict = page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Changed by", timeout=_PATIENCE_MS)
    conflict.get_by_role("button", name="Reload").click()
    expect(brief).to_have_value("theirs", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/products/{product}", **owner)["brief"]["en"] == "theirs"
    assert desk.violations == []
    desk.context.close()


def test_a_window_that_is_drawn_smaller_or_larger_hides_nothing(staff: Staff) -> None:
    """Neither the menu of the wide page nor one that is open meanwhile covers it, also not for readers of screens. X46"""
    desk = staff.another("support")
    page = desk.page
    desk.enter("/")
    page.get_by_role("button", name=re.compile("profile|support", re.IGNORECASE)).last.click()
    leave = page.get_by_role("menuitem", name="Logout")
    expect(leave).to_be_visible(timeout=_PATIENCE_MS)
    desk.size("narrow")
    leave.press("Escape")
    seen = page.locator("#root:not([aria-hidden])").get_by_role("heading").first
    expect(seen).to_be_visible(timeout=_PATIENCE_MS)
    page.get_by_role("button", name="Open menu").click()
    expect(page.get_by_role("menuitem", name="Orders", exact=True)).to_be_visible(timeout=_PATIENCE_MS)
    desk.size("wide")
    expect(seen).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.get_by_role("menuitem", name="Orders", exact=True)).to_be_visible()
    assert desk.serious() == []
    quiet(desk)
    desk.context.close()


def reported(desk: Desk) -> tuple[date, date]:
    """The days that a report asks for by itself."""
    first, last = (date.fromisoformat(desk.page.get_by_label(name).input_value()) for name in (_FROM, _TO))
    return first, last


def days_of(shop: Shop, desk: Desk) -> tuple[date, date]:
    """What the form asks, at a moment in which the day did not turn."""
    today = shop.get("/v1/admin/reports/live", **shop.staff("owner"))["day"]
    desk.open("/reports?report=sales")
    found = reported(desk)
    after = shop.get("/v1/admin/reports/live", **shop.staff("owner"))["day"]
    assert found[1].isoformat() in (today, after)
    return found


def test_moments_and_days_are_the_shops_in_a_browser_elsewhere_whose_clock_is_wrong(staff: Staff, shop: Shop) -> None:
    owner = shop.staff("owner")
    zone = ZoneInfo(shop.get("/v1/site")["timezone"])
    order, _ = shop.paid_order(shop.a_variant(stock=1)["id"])
    body = {"name": {"en": "Singles"}, "starts_at": "2039-11-11T00:00:30", "ends_at": "2039-11-12T00:00:00", "currency": "CNY"}
    campaign = shop.send("POST", "/v1/admin/campaigns", body, 201, **owner)
    desk = staff.another("owner", timezone_id="America/Los_Angeles")
    page = desk.page
    page.clock.install(time=datetime.now(UTC) + timedelta(hours=40))

    placed = datetime.fromisoformat(shop.get(f"/v1/admin/orders/{order['id']}", **owner)["placed_at"])
    there = placed.astimezone(zone)
    desk.enter(f"/orders/{order['id']}/show")
    shown = page.get_by_title(f"{zone.key} · {placed.astimezone(UTC):%Y-%m-%d %H:%M:%S}").first
    expect(shown).to_have_text(f"{there:%b} {there.day}, {there.year}, {there.hour % 12 or 12}:{there:%M %p}", timeout=_PATIENCE_MS)

    address = f"/v1/admin/campaigns/{campaign['id']}"
    desk.open(f"/campaigns/{campaign['id']}/show")
    page.get_by_role("button", name="Edit").click()
    dialogue = page.get_by_role("dialog")
    starts = dialogue.get_by_label("Starts at")
    expect(starts).to_have_value("2039-11-11 00:00:30")
    expect(dialogue.get_by_text(zone.key).first).to_be_visible()
    desk.picture("owner-moment-en-wide")
    assert desk.serious() == []
    starts.fill("2039-11-10 22:15")
    dialogue.get_by_role("button", name=re.compile("^(Edit|Save)$")).click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    saved = shop.get(address, **owner)
    assert datetime.fromisoformat(saved["starts_at"]) == datetime(2039, 11, 10, 22, 15, tzinfo=zone)
    assert saved["ends_at"] == campaign["ends_at"]
    desk.settled()
    page.get_by_role("button", name="Edit").click()
    expect(starts).to_have_value("2039-11-10 22:15")

    first, last = days_of(shop, desk)
    assert last - first == timedelta(days=30)
    quiet(desk)


def test_a_page_that_is_open_over_the_midnight_of_the_shop_knows_the_new_day(staff: Staff, shop: Shop) -> None:
    """The shop's clock is put before midnight in what it tells the console; ten seconds later it is another day there."""
    zone = ZoneInfo(shop.get("/v1/site")["timezone"])
    midnight = datetime(2027, 3, 1, tzinfo=zone)

    def late(route: Route) -> None:
        answer = route.fetch()
        now = (midnight - timedelta(seconds=5)).astimezone(UTC)
        route.fulfill(response=answer, body=json.dumps(answer.json() | {"now": now.isoformat()}))

    desk = staff.another("analyst", timezone_id="America/Los_Angeles")
    desk.page.clock.install()
    desk.page.route(re.compile("/v1/admin/whoami"), late)
    desk.enter("/reports?report=sales")
    assert reported(desk)[1] == date(2027, 2, 28)
    desk.page.clock.fast_forward(_LOOKS_MS)
    expect(desk.page.get_by_label(_TO)).to_have_value("2027-03-01", timeout=_PATIENCE_MS)
    desk.settled()
    assert reported(desk) == (date(2027, 1, 30), date(2027, 3, 1))
    quiet(desk)
