"""Answers of the order's page: the order, what a payer does next, or that there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from functions.aftersales import offer_of
from functions.orders.pages import qr
from functions.orders.pages.asking.shown import shown_asking
from functions.orders.pages.asking.texts import ASK_TEXTS, ask_said
from functions.orders.pages.cases.shown import shown_cases
from functions.orders.pages.cases.texts import CASE_TEXTS, case_said
from functions.orders.pages.papers import papers_of
from functions.orders.pages.paying import device_of, paying_of
from functions.orders.pages.rendering import rendered
from functions.orders.pages.right_shown import right_of
from functions.orders.pages.shown import shown_order
from functions.orders.pages.texts import language_for, said
from functions.orders.placed.contract_facts import contract_on
from functions.orders.store.order_links import opened
from functions.orders.store.order_page import OrderPage
from functions.payments import NextAction
from functions.shared.http.operation import Reply, Request
from functions.shared.plain.errors import Conflict, NotFound, ShopError, TooManyRequests, Unavailable
from functions.shared.plain.money import Money, money_text
from functions.shared.plain.settings import settings

_NO_FAPIAO = frozenset({"fapiao_unavailable", "order_not_paid", "nothing_to_invoice", "goods_code_missing"})
UP = "../"
"""From the address that a form of the page is posted to."""


def with_order(req: Request[Any, Any], wanted: str, show: Callable[[OrderPage, str], Reply], *, up: str = "") -> Reply:
    """What `show` makes of the order that the link opens, in the wanted language or the order's own; else the page for lost links."""
    try:
        page = opened(req.path["signed"])
    except NotFound:
        language = language_for(wanted, *req.languages)
        values: dict[str, Any] = {"title": said(language, "gone"), "note": said(language, "gone_note"), "problem": "", "form": True}
        return rendered("lookup", language, status=404, up=up, **values)
    return show(page, language_for(wanted, page.order.language))


def order_reply(req: Request[Any, Any], page: OrderPage, language: str, refusal: ShopError | None = None, *, up: str = "") -> Reply:
    wanted = [page.order.language, language] if page.order.language.startswith(language) else [language]
    offer = offer_of(contract_on(page))
    paying = paying_of(page, language, device_of(req.headers.get("user-agent", "")))
    values = {
        "order": shown_order(page, language, wanted),
        "paying": paying,
        "signed": req.path["signed"],
        "papers": papers_of(page, language),
        "right": right_of(offer, language),
        "cases": shown_cases(page, offer, language),
        "of_cases": partial(case_said, language),
        "asking": shown_asking(page, offer, language),
        "of_asking": partial(ask_said, language),
    }
    problem, status = (_told(refusal, language), refusal.status) if refusal else ("", 200)
    return rendered("order", language, status=status, up=up, pays=bool(paying and paying.methods), problem=problem, **values)


def back_to_page(req: Request[Any, Any], language: str) -> Reply:
    """What a form that was pressed leads to."""
    back = f"{settings().public_base_url}/o/{req.path['signed']}?lang={language}"
    return Reply("", 303, headers={"Location": back, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def step_reply(page: OrderPage, language: str, step: NextAction, signed: str, back: str) -> Reply:
    """To the provider, back to the page, or what else the payer does."""
    if step.kind in ("redirect", "none"):
        return Reply("", 303, headers={"Location": step.url or back, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    amount = money_text(Money(page.order.totals.total - int(page.record.captured or 0), page.order.currency))
    picture = qr.picture_of(step.url or "") if step.kind == "qr_code" else ""
    values = {"number": page.order.number, "amount": amount, "signed": signed, "step": step, "picture": picture}
    return rendered("pay", language, status=200, up=UP, pays=True, **values)


def _told(refusal: ShopError, language: str) -> str:
    if refusal.code in ("title_wrong", "fapiao_exists"):
        return said(language, refusal.code)
    if refusal.code in ASK_TEXTS:
        return ask_said(language, refusal.code)
    if refusal.code in CASE_TEXTS:
        return case_said(language, refusal.code)
    if refusal.code in _NO_FAPIAO:
        return said(language, "no_fapiao")
    match refusal:
        case Conflict():
            return said(language, "not_payable")
        case Unavailable() | TooManyRequests():
            return said(language, "try_later")
        case _:
            return said(language, "other_method")
