"""Withdrawing on the order's page (Directive 2011/83/EU, Article 11a): the first press shows a prefilled statement, the second confirms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.aftersales import Offer, Statement, offer_of, state_withdrawal
from functions.orders.model.withdrawal.labels import labels_for
from functions.orders.pages.forms import fields_of
from functions.orders.pages.rendering import rendered
from functions.orders.pages.replies import UP, with_order
from functions.orders.pages.right_shown import stated_lines, until_text
from functions.orders.pages.texts import said, time_text, zone_text
from functions.orders.placed.contract_facts import contract_on
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside import clock, fresh
from functions.shared.pages.page import HTML
from functions.shared.plain import ids
from functions.shared.plain.errors import Conflict, Invalid, ShopError
from functions.shared.plain.money import Money, money_text

withdraw_api = Api("order page")
_FORM_BYTES, _MOST_FIELDS = 32_768, 300
_PIECES, _SEALED = "pieces.", "sealed."
_KNOWN = frozenset({"withdrawal_over", "withdrawal_excluded", "already_withdrawn", "nothing_to_withdraw"})


@withdraw_api.operation(
    "POST", "/o/{signed}/withdrawal", summary="Withdraw on the order's page, in two steps", raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, own_answers=dict.fromkeys((200, 404, 409, 422), (HTML,)),
    errors=[(404, "not_found"), (409, "withdrawal_over"), (422, "invalid")],
)  # fmt: skip
def withdraw(req: Request[Any, NoQuery]) -> Reply:
    """A form: without `confirm` it answers the statement, prefilled; with it (the id that the first answer has) and `pieces.<line>` the
    withdrawal is declared. Sent again it is the same one."""
    form, signed = fields_of(req.raw, _MOST_FIELDS), req.path["signed"]

    def press(page: OrderPage, language: str) -> Reply:
        offer = offer_of(contract_on(page))
        if offer is None:
            return _refused(page, language, signed, Conflict("", code="nothing_to_withdraw"))
        statement_id = form.get("confirm", "")
        if ids.is_id("wdr", statement_id):
            return _confirmed(page, offer, language, signed, form)
        return _first(page, offer, language, signed, form)

    return with_order(req, form.get("lang", ""), press, up=UP)


def _first(page: OrderPage, offer: Offer, language: str, signed: str, form: Mapping[str, str], problem: str = "") -> Reply:
    if not offer.window.is_open(clock.now()):
        return _refused(page, language, signed, Conflict("", code="withdrawal_over"), until_text(offer, language))
    lines = stated_lines(offer, language)
    if not lines:
        return _refused(page, language, signed, Conflict("", code="already_withdrawn"))
    typed = {one.line_id: form.get(f"{_PIECES}{one.line_id}", str(one.pieces)) for one in lines}
    values: dict[str, Any] = {
        "labels": labels_for(offer.contract.country, [language]),
        "until": until_text(offer, language),
        "lines": lines,
        "typed": typed,
        "confirm": fresh.new_id("wdr"),
        "receiver": page.order.address.name,
        "mail": bool(page.order.address.email or page.order.customer_id),
    }
    return rendered(
        "withdraw", language, status=422 if problem else 200, up=UP, signed=signed, number=page.order.number, problem=problem, **values
    )


def _confirmed(page: OrderPage, offer: Offer, language: str, signed: str, form: Mapping[str, str]) -> Reply:
    try:
        pieces = _pieces(form)
        sealed = frozenset(name.removeprefix(_SEALED) for name in form if name.startswith(_SEALED))
        stated = state_withdrawal(page.order.id, form["confirm"], pieces, sealed=sealed, caller=bearer_of(page.order.id))
    except Invalid:
        return _first(page, offer, language, signed, form, said(language, "right_how_many"))
    except Conflict as refusal:
        return _refused(page, language, signed, refusal, until_text(offer, language) if refusal.code == "withdrawal_over" else "")
    return _received(page, language, signed, stated)


def _pieces(form: Mapping[str, str]) -> dict[str, int]:
    """Raises Invalid (422) for what is no number of pieces, or none at all."""
    typed = {name.removeprefix(_PIECES): text.strip() for name, text in form.items() if name.startswith(_PIECES)}
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in typed.values()):
        raise Invalid("Pieces are counted in whole numbers.")
    pieces = {line_id: int(text) for line_id, text in typed.items() if int(text)}
    if not pieces:
        raise Invalid("No piece is named.")
    return pieces


def _received(page: OrderPage, language: str, signed: str, stated: Statement) -> Reply:
    titles = {line.line_id: line.called([language]) for line in page.order.lines}
    values: dict[str, Any] = {
        "received": said(language, "right_received", at=time_text(stated.declared_at)),
        "zone": said(language, "zone", zone=zone_text()),
        "lines": [(titles.get(line_id, ""), pieces) for line_id, pieces in stated.lines.items()],
        "amount": money_text(Money(stated.amount, stated.currency)) if stated.amount else "",
    }
    return rendered("withdrawn", language, up=UP, signed=signed, number=page.order.number, problem="", **values)


def _refused(page: OrderPage, language: str, signed: str, refusal: ShopError, until: str = "") -> Reply:
    code = refusal.code if refusal.code in _KNOWN else "nothing_to_withdraw"
    problem = until or said(language, code)
    values: dict[str, Any] = {"received": "", "zone": "", "lines": [], "amount": "", "problem": problem}
    return rendered("withdrawn", language, status=409, up=UP, signed=signed, number=page.order.number, **values)
