"""X50, X12, D11: the order's page says all there is to say of an order, in the buyer's language, to whoever has the link."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.pages.pictures import own_picture
from functions.orders.shipping.tracking import take_in
from functions.shared.contact.card_to import CardTo
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.app import app as shipping_app
from tests.integration.orders.pages import gallery
from tests.integration.orders.pages.gallery import GALLERY, HOSTILE, path_of, put_parcel
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.tables import snapshot

PAGE = Client(app)
S = TrackingStatus


def shown(order: Order, query: str = "") -> str:
    answer = PAGE.get(path_of(order) + query)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return html.unescape(answer.text)


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (gallery.unpaid, "等待付款", "Waiting for your payment"),
        (gallery.part_shipped, "部分商品已发出", "Part of your order is on its way"),
        (gallery.delivered, "已送达", "Your order was delivered"),
        (gallery.cancelled, "已取消", "Your order was cancelled"),
        (gallery.refunded_in_part, "已发货", "Your order is on its way"),
        (gallery.thirty_lines, "正在备货", "We are preparing your order"),
    ],
)
def test_each_state_is_told_in_the_language_of_the_order_or_the_one_that_is_asked_for(
    state: Callable[[str], Order], zh: str, en: str
) -> None:
    chinese, english = state("zh"), state("en-GB")
    assert f"<h1>{zh}</h1>" in shown(chinese)
    assert '<html lang="zh">' in shown(chinese)
    assert f"<h1>{en}</h1>" in shown(chinese, "?lang=en")
    assert f"<h1>{en}</h1>" in shown(english)
    assert '<html lang="en">' in shown(english)
    assert f"<h1>{en}</h1>" in shown(english, "?lang=xx&utm_source=mail")


def test_whom_a_gift_card_is_for_and_what_was_bought_with_points() -> None:
    """A link may come into other hands: of an address only enough is there to know it again, and no message."""
    order = an_order(quantities=(1, 2, 1))
    cards = CardTo("grace@example.com", "Grace <b>", "Happy birthday", "2026-12-24"), None, CardTo("", "", "For myself")
    lines = [replace(line, send_to=to) for line, to in zip(order.lines, cards, strict=True)]
    lines[1] = replace(lines[1], points_each=1500, unit_price=0, subtotal=0, total=0)
    store_order(order := replace(order, lines=lines, language="en"))
    text = shown(order)
    assert "Sent on 24 December 2026 to Grace <b> · g***@example.com" in text
    assert "1,500 points" in text
    assert "3,000 points" in text
    assert text.count("Sent ") == 1
    for hidden in ("grace@example.com", "Happy birthday", "For myself"):
        assert hidden not in text
    assert "2026年12月24日发送给 Grace <b>" in shown(order, "?lang=zh")
    assert "Grace &lt;b&gt;" in PAGE.get(path_of(order)).text


def test_lines_totals_taxes_and_what_is_open() -> None:
    text = shown(gallery.unpaid("en"))
    for part in ("Thing 0", "× 2 · CNY 450.00 each", "CNY 900.00", "Discount", "CNY -10.00", "State 7%", "CNY 7.00", "of which VAT 13%"):
        assert part in text
    assert '<tr class="total"><th scope="row">Total</th><td>CNY 1,355.00</td></tr>' in text
    assert "CNY 1,355.00 to be paid" in text
    assert re.search(r"Please pay by \d{4}-\d\d-\d\d \d\d:\d\d;", text)


def test_parcels_with_their_pieces_their_trace_and_what_is_still_to_come() -> None:
    """X12"""
    order = gallery.part_shipped("zh")
    text = shown(order)
    for part in ("您的包裹", "运输中", "预计 2026年12月24日 送达", "2 × 商品0", "SF100000001", "快件已到达【杭州转运中心】"):
        assert part in text
    assert re.search(r"尚未发出</h3>\s*<ul><li>1 × 商品1</li></ul>", text)
    put_parcel(order, 2, {1: 1}, S.PICKED_UP)
    text = shown(order)
    assert "包裹 1/2" in text
    assert "包裹 2/2" in text
    assert "尚未发出" not in text
    assert "<h1>已发货</h1>" in text


def test_a_cancelled_parcel_is_no_news() -> None:
    order = gallery.part_shipped("en")
    put_parcel(order, 2, {1: 1}, S.CANCELLED)
    assert "SF100000002" not in shown(order)
    assert "Still to be sent" in shown(order)


def test_money_and_pieces_that_went_back_are_told() -> None:
    text = shown(gallery.refunded_in_part("en"))
    assert "1 of these refunded" in text
    assert '<th scope="row">Refunded</th><td>CNY 450.00</td>' in text
    assert "What was paid goes back" in shown(gallery.cancelled("en"))


@pytest.mark.parametrize("eta", ["2026-12-24", "2026-12-24T00:00:00Z", "2026-12-24T00:00:00.000Z"])
def test_an_eta_is_a_day_where_the_parcel_goes(eta: str) -> None:
    """Case 5: Lima is five hours behind, and still it is the 24th."""
    order = an_order(language="en")
    order = store_order(replace(order, address=replace(order.address, country="PE")), "shipped")
    put_parcel(order, 1, {0: 2, 1: 1}, S.IN_TRANSIT, eta=eta)
    assert "Expected on 24 December 2026" in shown(order)
    assert "23 December" not in shown(order)


def test_the_day_that_was_promised_counts_until_there_is_a_parcel() -> None:
    order = store_order(an_order(language="en"))
    assert "When you ordered: arrives 4 January 2025" in shown(order)
    put_parcel(order, 1, {0: 2, 1: 1})
    assert "When you ordered" not in shown(order)
    assert "Expected on 24 December 2026" in shown(order)


def test_whatever_people_write_stays_text() -> None:
    order = gallery.named(HOSTILE, "en")
    raw = PAGE.get(path_of(order)).text
    assert "<script" not in raw
    assert "onerror=alert(1)>" not in raw
    assert raw.count("<img") == 0
    assert str(703 * 8641) not in raw
    assert html.unescape(raw).count(HOSTILE) >= 8


def test_the_headers_let_nothing_in_and_nothing_out() -> None:
    """Case 10"""
    answer = PAGE.get(path_of(gallery.part_shipped("en")))
    told = answer.headers
    assert told["referrer-policy"] == "no-referrer"
    assert told["cache-control"] == "no-store"
    assert told["x-robots-tag"] == "noindex, nofollow"
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert not {"etag", "access-control-allow-origin", "set-cookie"} & set(told)
    policy = dict(part.strip().partition(" ")[::2] for part in told["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "script-src" not in policy
    assert "unsafe" not in told["content-security-policy"]
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", policy["style-src"])
    assert not re.search(r" style=| on[a-z]+=|<script|<link |<iframe|http://|https://", answer.text)


def test_the_links_of_the_page_carry_no_token_and_act_on_nothing() -> None:
    """Case 10: a mail scanner follows every link; acts are forms that are posted."""
    for state in GALLERY.values():
        order = state("en")
        signed = path_of(order).removeprefix("/o/")
        text = PAGE.get(path_of(order)).text
        links = re.findall(r'(?:href|src)="([^"]*)"', text)
        assert [link for link in links if signed in link] == []
        assert [link for link in links if not link.startswith(("?lang=", "help?lang=", "mailto:", "tel:", "/"))] == []
        assert set(re.findall(r'<form method="(\w+)"', text)) <= {"post"}


def test_machines_that_read_a_link_change_nothing() -> None:
    """Case 10: HEAD and GET of the page and of all it leads to, three times, for every state."""
    paths = [path_of(state("en")) for state in GALLERY.values()]
    before = snapshot()
    for _ in range(3):
        for path in paths:
            head, got = PAGE.call("HEAD", path, None), PAGE.get(path)
            assert (head.status, head.text, got.status) == (200, "", 200)
            for link in re.findall(r'href="(\?lang=\w+)"', got.text):
                assert PAGE.get(path + link).status == 200
            assert PAGE.get(f"{path}/pay").status == 405
    assert snapshot() == before
    assert [PAGE.get(path).status for path in paths] == [200] * len(paths)


def test_whoever_has_the_link_learns_no_address_to_write_to() -> None:
    order = store_order(an_order())
    text = shown(order)
    assert "138****0000" in text
    assert not {"13800000000", "li.lei@example.com"} & {part for part in ("13800000000", "li.lei@example.com") if part in text}


def test_the_shop_is_reached_where_its_stage_says(monkeypatch: pytest.MonkeyPatch) -> None:
    order = store_order(an_order(language="en"))
    assert "Contact" not in shown(order)
    monkeypatch.setenv("CONTACT_EMAIL", "help@example.com")
    monkeypatch.setenv("CONTACT_PHONE", "+865710000000")
    settings.cache_clear()
    text = shown(order)
    settings.cache_clear()
    assert 'href="mailto:help@example.com"' in text
    assert 'href="tel:+865710000000"' in text


def test_pictures_come_from_the_shop_alone() -> None:
    base = settings().public_base_url
    own, foreign = (
        f"{base}/v1/media/x/320",
        ["https://elsewhere.example/a.png", "//elsewhere.example/a.png", "/\\elsewhere.example", "data:x"],
    )
    assert own_picture({"320": own, "1600": f"{base}/v1/media/x/1600"}, f"{base}/v1/media/x/1600") == own
    assert own_picture({}, "/pictures/a.png") == "/pictures/a.png"
    assert [own_picture({}, url) for url in [*foreign, None, HOSTILE]] == [None] * 6


def test_two_hundred_scans_are_shown_as_the_latest_twenty() -> None:
    order = store_order(an_order(language="en"), "shipped")
    put_parcel(order, 1, {0: 2, 1: 1}, *[S.IN_TRANSIT] * 200)
    text = shown(order)
    assert text.count("<time>") == 20
    assert "Earlier entries are not shown" in text


def test_an_order_whose_time_to_pay_is_over_offers_no_payment() -> None:
    order = gallery.unpaid("en")
    path = path_of(order)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        text = PAGE.get(path).text
    assert "The time to pay is over" in text
    assert '/pay"' not in text


def test_an_order_that_is_on_hold_is_being_checked_and_no_more_is_said() -> None:
    """D12"""
    order = gallery.on_hold("zh")
    chinese, english = shown(order), shown(order, "?lang=en")
    assert "<h1>订单正在核对中</h1>" in chinese
    assert "<h1>Your order is being checked</h1>" in english
    for text in (chinese, english):
        assert "large-order" not in text
        assert "Call the buyer" not in text


def test_a_parcel_can_be_followed_at_its_carrier() -> None:
    """F04, X50: by the link that staff set; the order's own address goes nowhere with it."""
    order = gallery.part_shipped("en")
    assert "Follow at the carrier" not in shown(order)
    set_ = Client(shipping_app, bearer("owner")).put(
        "/v1/admin/carriers/manual", {"tracking_url": "https://follow.example.com/?no={waybill}"}
    )
    assert (set_.status, set_.json["tracking_url"]) == (200, "https://follow.example.com/?no={waybill}")
    text = shown(order)
    assert '<a href="https://follow.example.com/?no=SF100000001" rel="noopener noreferrer nofollow">Follow at the carrier</a>' in text
    assert PAGE.get(path_of(order)).headers["referrer-policy"] == "no-referrer"
    refused = Client(shipping_app, bearer("owner")).put(
        "/v1/admin/carriers/manual", {"tracking_url": "http://follow.example.com/{waybill}"}
    )
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "tracking_url_invalid")


def test_a_day_dressed_as_midnight_is_that_day_in_lima() -> None:
    """Finding 5: the courier says 2026-12-24T00:00:00Z of a parcel to Lima; page and API say the 24th, never the 23rd."""
    order = an_order(language="en", quantities=(1,))
    order = store_order(replace(order, address=replace(order.address, country="PE", province="Lima", city="Lima")))
    parcel = put_parcel(order, 1, {0: 1}, S.PICKED_UP, eta="2026-12-20")
    scan = [TraceEvent(times.iso(clock.now()), S.IN_TRANSIT.value)]
    take_in(order.id, parcel.id, scan, actor=Actor("courier", "sandbox"), eta="2026-12-24T00:00:00Z")
    text = shown(order)
    assert "Expected on 24 December 2026" in text
    assert "23 December" not in text
    answer = Client(app, bearer("owner")).get(f"/v1/orders/{order.id}/tracking").json["data"]
    assert [one["eta"] for one in answer] == ["2026-12-24"]
