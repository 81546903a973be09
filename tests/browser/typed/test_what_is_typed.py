"""What was typed is neither lost nor sent over another's: in questions closed by mistake, over newer versions, beside a slow log. X46"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.staff import Staff
from tests.browser.test_conflicts import a_tag, again, change
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_CORNER = {"x": 3, "y": 3}


class Asked:
    """What the browser asks, and how it is answered."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        self.yes = False
        page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.accept() if self.yes else dialog.dismiss()


@pytest.mark.parametrize("mistake", ["Escape", "ground"])
def test_a_question_with_something_typed_in_it_is_not_closed_by_mistake(staff: Staff, shop: Shop, mistake: str) -> None:
    desk = staff.another("owner")
    desk.enter(f"/tags/{a_tag(shop)}/show")
    asked = Asked(desk.page)
    ways = {"Escape": lambda: desk.page.keyboard.press("Escape"), "ground": lambda: desk.page.mouse.click(*_CORNER.values())}
    edit = desk.page.get_by_role("button", name="Edit", exact=True).first
    form = desk.page.get_by_role("dialog", name="Edit")
    edit.click()
    expect(form).to_be_visible()
    ways[mistake]()
    expect(form).to_have_count(0)
    assert asked.said == []
    edit.click()
    form.get_by_label("Name · English").fill("half a name")
    ways[mistake]()
    desk.page.wait_for_timeout(300)
    expect(form.get_by_label("Name · English")).to_have_value("half a name")
    asked.yes = True
    ways[mistake]()
    expect(form).to_have_count(0)
    assert len(asked.said) == 2
    desk.context.close()


def test_a_tag_is_given_to_the_order_as_somebody_else_left_it(staff: Staff, shop: Shop) -> None:
    order, _ = shop.paid_order(shop.a_variant(stock=1)["id"])
    owner, path = shop.staff("owner"), f"/v1/admin/orders/{order['id']}"
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/orders/{order['id']}/show")
    again(shop, "PATCH", path, path, {"tags": ["theirs"]})
    field = desk.page.get_by_label("Tags")
    field.fill("mine")
    field.press("Enter")
    eventually(lambda: sorted(shop.get(path, **owner)["tags"]), ["mine", "theirs"].__eq__)
    desk.settled()
    expect(desk.page.locator(".MuiAutocomplete-tag")).to_have_text(["mine", "theirs"])
    # What could not be sent stands there, and is sent by a press.
    desk.page.route("**/v1/admin/orders/*", lambda route: route.abort() if route.request.method == "PATCH" else route.fallback())
    field.fill("late")
    field.press("Enter")
    retry = desk.page.get_by_role("button", name="Try again")
    expect(retry).to_be_visible(timeout=_PATIENCE_MS)
    expect(desk.page.locator(".MuiAutocomplete-tag")).to_have_text(["mine", "theirs", "late"])
    desk.page.unroute("**/v1/admin/orders/*")
    retry.click()
    eventually(lambda: sorted(shop.get(path, **owner)["tags"]), ["late", "mine", "theirs"].__eq__)


def test_who_changed_it_is_named_once_the_log_knows(staff: Staff, shop: Shop) -> None:
    code = a_tag(shop)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/tags/{code}/show")
    asked: list[str] = []

    def late(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"data": [], "next_cursor": None}) if len(asked) < 2 else route.fallback()

    desk.page.route("**/v1/admin/audit_log?**", late)
    desk.page.get_by_role("button", name="Edit", exact=True).first.click()
    form = desk.page.get_by_role("dialog", name="Edit")
    form.get_by_label("Name · English").fill("mine")
    change(shop, f"/v1/admin/tags/{code}", name={"en": "theirs"})
    form.get_by_role("button", name="Edit", exact=True).click()
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Changed by somebody else", timeout=_PATIENCE_MS)
    expect(conflict).to_contain_text("Changed by owner", timeout=_PATIENCE_MS)
    desk.page.unroute("**/v1/admin/audit_log?**")
    conflict.get_by_role("button", name="Reload").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def test_half_a_day_is_not_sent_as_none(staff: Staff) -> None:
    """A recall without its day would be of all that was ever sold."""
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/recalls/create")
    day = desk.page.get_by_placeholder("2027-01-31", exact=True).first
    day.fill("2027-03")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("Write a day, such as 2027-01-31.").first).to_be_visible()
    expect(desk.page.get_by_text("Some fields need another look.")).to_be_visible()
    # Whoever chooses it instead does so in the language of the console, by keys or by pressing.
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.speak("zh")
    desk.open("/recalls/create")
    day.fill("2027-03-31")
    desk.page.get_by_role("button", name="日历").first.click()
    calendar = desk.page.get_by_role("dialog", name="日历")
    expect(calendar).to_contain_text("2027年3月")
    # A button that turns the page keeps the key for the next one.
    turn = calendar.get_by_role("button", name="下个月", exact=True)
    turn.focus()
    for month in ("4", "5"):
        desk.page.keyboard.press("Enter")
        expect(calendar).to_contain_text(f"2027年{month}月")
    expect(turn).to_be_focused()
    calendar.locator("[data-day] button[tabindex='0']").focus()
    for _ in range(3):
        desk.page.keyboard.press("PageUp")
    expect(calendar).to_contain_text("2027年2月")
    desk.picture("owner-calendar-zh-wide")
    assert desk.serious() == []
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.press("Enter")
    expect(calendar).to_have_count(0)
    expect(day).to_have_value("2027-01-31")


def test_who_works_by_keys_stays_where_they_were(staff: Staff, shop: Shop) -> None:
    """Back at the button that opened a question, and beside the one that went away when it was pressed."""
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/products/{shop.a_variant(stock=1)['product_id']}/show")
    adjust = desk.page.get_by_role("button", name="Adjust", exact=True)
    adjust.focus()
    for key in ("Enter", "Escape"):
        desk.page.keyboard.press(key)
        expect(desk.page.get_by_role("dialog")).to_have_count(1 if key == "Enter" else 0)
    expect(adjust).to_be_focused()
    desk.page.get_by_role("button", name="Unpublish", exact=True).focus()
    desk.page.keyboard.press("Enter")
    publish = desk.page.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_be_visible(timeout=_PATIENCE_MS)
    assert eventually(lambda: desk.page.evaluate("document.activeElement !== document.body"), bool)
    desk.page.keyboard.press("Tab")
    expect(publish).to_be_focused()
