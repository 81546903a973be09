"""Pages of what the shop learned lately, as their people use them, in both languages and at both widths. X46"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_pages import DOCUMENTS, FORMS, looked_at, quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
NEWER = (
    "group_buys",
    "experiments",
    "slots",
    "survey_forms",
    "feeds",
    "gift_cards",
    "owed",
    "health",
    "articles",
    "article_categories",
    "collections",
    "search_rules",
    "list_prices",
    "moderation",
    "moderation_bans",
)


@pytest.mark.parametrize(("language", "size"), [("zh", "wide"), ("en", "narrow"), ("zh", "narrow")])
def test_each_opens_in_both_languages_and_widths(staff: Staff, language: str, size: str) -> None:
    """In English at a desk: test_pages.py."""
    desk = staff.at("owner")
    desk.size(size)
    desk.speak(language)
    # As a telephone opens it: a window made narrow later has the menu over the page.
    desk.page.reload()
    pages = [*NEWER, *DOCUMENTS, *FORMS[4:]]
    assert [wrong for one in pages for wrong in looked_at(desk, f"/{one}", f"owner-{one.replace('/', '-')}-{language}-{size}")] == []
    desk.size("wide")
    desk.speak("en")
    quiet(desk)


def confirmed(desk: Desk, step: str) -> None:
    desk.page.get_by_role("button", name=step, exact=True).first.click(timeout=_PATIENCE_MS)
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_role("button", name=step, exact=True).click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    desk.settled()


def test_an_experiment_is_written_started_read_and_stopped(staff: Staff, shop: Shop) -> None:
    key, owner = f"green-{uuid.uuid4().hex[:6]}", shop.staff("owner")
    shares = {"control": 5000, "green": 5000}
    made = shop.send("POST", "/v1/admin/experiments", {"key": key, "name": "Green button", "shares": shares}, 201, **owner)
    desk = staff.at("manager")
    desk.speak("en")
    desk.open("/experiments")
    desk.page.locator(f"a[data-row][href*='{made['id']}']").click(timeout=_PATIENCE_MS)
    desk.settled()
    confirmed(desk, "Start")
    desk.page.get_by_role("button", name="Outcome").click()
    expect(desk.page.get_by_role("region", name="Outcome")).to_contain_text("green", timeout=_PATIENCE_MS)
    desk.picture("manager-experiment-en-wide")
    assert desk.serious() == []
    expect(desk.page.get_by_role("button", name="Start", exact=True)).to_have_count(0)
    confirmed(desk, "Stop")
    assert shop.get(f"/v1/admin/experiments/{made['id']}", **owner)["state"] != "running"
    quiet(desk)


def test_a_slot_is_made_under_a_name_published_and_seen(staff: Staff, shop: Shop) -> None:
    name = f"top-{uuid.uuid4().hex[:6]}"
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/slots/create")
    desk.page.get_by_role("button", name="Add: Blocks").click()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    named = desk.page.get_by_label(re.compile("^Slot"))
    expect(named).to_have_attribute("aria-invalid", "true")
    named.fill(name)
    desk.page.get_by_label(re.compile("^Kind")).click()
    desk.page.get_by_role("option", name="Text", exact=True).click()
    desk.page.locator("summary", has_text="Texts").click()
    for language, words in (("Chinese", "欢迎光临"), ("English", "Welcome in")):
        part = desk.page.locator("details", has=desk.page.locator("summary", has_text=language)).last
        part.locator("summary").first.click()
        part.get_by_label("Title").fill(words)
    desk.picture("catalog_editor-slot-new-en-wide")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.wait_for_url(re.compile(f"#/slots/{name}/show"), timeout=_PATIENCE_MS)
    desk.open(f"/slots/{name}/show")
    confirmed(desk, "Publish")
    desk.page.get_by_role("button", name="Preview").first.click()
    expect(desk.page.get_by_role("region", name="Preview")).to_contain_text("Welcome in", timeout=_PATIENCE_MS)
    desk.picture("catalog_editor-slot-en-wide")
    assert desk.serious() == []
    home = eventually(lambda: shop.get("/v1/home")["data"], lambda found: name in [one["slot"] for one in found], seconds=60)
    assert home
    quiet(desk)


def test_a_group_buy_is_planned_and_closed(staff: Staff, shop: Shop) -> None:
    variant, now = shop.a_variant(stock=5), datetime.now(UTC)
    body = {
        "name": {"en": "Mugs together", "zh": "一起买杯子"},
        "variant_id": variant["id"],
        "price": {"amount": 100, "currency": "CNY"},
        "size": 3,
        "opens_at": (now + timedelta(hours=1)).isoformat(),
        "closes_at": (now + timedelta(days=1)).isoformat(),
    }
    made = shop.send("POST", "/v1/admin/group_buys", body, 201, **shop.staff("owner"))
    desk = staff.at("manager")
    desk.speak("en")
    desk.open("/group_buys")
    desk.page.locator(f"a[data-row][href*='{made['id']}']").click(timeout=_PATIENCE_MS)
    desk.settled()
    desk.picture("manager-group-buy-en-wide")
    assert desk.serious() == []
    confirmed(desk, "Close")
    expect(desk.page.get_by_role("button", name="Close", exact=True)).to_have_count(0)
    quiet(desk)


def test_the_history_of_prices_names_people_and_variants(staff: Staff, shop: Shop) -> None:
    variant = shop.a_variant(stock=1)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/products/{variant['product_id']}/show")
    desk.page.get_by_label("Price (CNY)", exact=True).fill("61.00")
    desk.page.get_by_role("button", name="Save variants").click()
    expect(desk.page.get_by_role("button", name="Save variants")).to_be_disabled(timeout=_PATIENCE_MS)
    desk.settled()
    desk.page.get_by_role("button", name="Price history").click()
    desk.settled()
    history = desk.page.locator("main, #main-content").first
    expect(history).to_contain_text("owner@shop.example", timeout=_PATIENCE_MS)
    sku = shop.get(f"/v1/admin/products/{variant['product_id']}", **shop.staff("owner"))["variants"][0]["sku"]
    expect(history).to_contain_text(sku)
    assert variant["id"] not in history.inner_text()
    desk.picture("owner-price-history-en-wide")
    quiet(desk)
