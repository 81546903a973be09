"""What hooks say while one cart is priced: prices before promotions, then fees, then taxes, and at last whether its order is taken.

Where a hook gives no answer, its `on_failure` says what counts: the shop's own calculation, or a refusal of the call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from functions.orders.hooks.ask import HookFailed, Read, ask
from functions.orders.model.cart import CartLine, at_own_price
from functions.orders.model.hooks.answers import fees_in, prices_in, reasons_in
from functions.orders.model.hooks.rules import HookKind, OnFailure, Outcome
from functions.orders.model.hooks.taxes_told import fitting_taxes, goods_of, taxes_in
from functions.orders.model.order import DeliveryOption
from functions.orders.model.pricing import PricedLine, Tax, Taxes
from functions.orders.model.shipping_rates import Parcel, not_covered
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside.observability import fact
from functions.shared.places import place_of
from functions.shared.plain.errors import Fault, Invalid, Unavailable
from functions.shared.plain.money import MAX_AMOUNT
from functions.shared.plain.postal_address import Address

T = TypeVar("T")
_RETRY_AFTER = 5


class HookUnavailable(Unavailable):
    """Of a hook without which nothing is sold."""

    code = "hook_unavailable"


class InFlow:
    """Of one pricing; `outcomes` says what became of the hooks that were asked."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}

    def priced(self, lines: Sequence[CartLine], currency: str, goes_to: Address | None, customer_id: str | None) -> list[CartLine]:
        """The lines at the prices that the hook sets. A line that costs no less than its list price is shown without one."""
        if not lines or shop_rules().hooks.in_use(HookKind.PRICE) is None:
            return list(lines)
        question = {
            "currency": currency,
            "customer_id": customer_id,
            "address": _place(goes_to),
            "lines": [_line(line) for line in lines],
        }
        quantities = {line.line_id: line.quantity for line in lines}
        found = self._ask(HookKind.PRICE, question, lambda answer: prices_in(answer, quantities)) or {}
        return [_at(line, found[line.line_id]) if line.line_id in found else line for line in lines]

    def fees(
        self, options: Sequence[DeliveryOption], lines: Sequence[CartLine], parcel: Parcel, currency: str, goes_to: Address
    ) -> list[DeliveryOption]:
        """The options that the hook leaves, at its fees, cheapest first. Raises Invalid (422 `address_not_covered`) when it leaves none."""
        if shop_rules().hooks.in_use(HookKind.SHIPPING) is None or not options or not lines:
            return list(options)
        question = {
            "currency": currency,
            "address": _place(goes_to),
            "goods": parcel.amount,
            "weight_g": parcel.weight_g,
            "lines": [_line(line) | {"weight_g": line.weight_g, "sides_mm": list(line.sides_mm)} for line in lines],
            "options": [
                {
                    "id": one.id,
                    "kind": one.kind.value,
                    "carrier": one.carrier,
                    "service": one.service,
                    "fee": one.fee,
                    "promised_date": one.promised_date,
                }
                for one in options
            ],
        }
        most = MAX_AMOUNT - sum(line.unit_price * line.quantity for line in lines)
        offered = [one.id for one in options]
        found = self._ask(HookKind.SHIPPING, question, lambda answer: fees_in(answer, offered, most))
        if found is None:
            return list(options)
        if not found:
            raise not_covered("Nothing is delivered to this address at this moment.")
        return sorted((replace(one, fee=found[one.id]) for one in options if one.id in found), key=lambda one: one.fee)

    def taxes(self, own: Taxes, address: Address, currency: str, classes: Mapping[str, str]) -> Taxes:
        """The hook's, or the shop's `own`."""
        if shop_rules().hooks.in_use(HookKind.TAX) is None:
            return own

        def apply(lines: Sequence[PricedLine], fee: int) -> Sequence[Tax]:
            if not lines and not fee:
                return own(lines, fee)

            def read(answer: Mapping[str, Any]) -> list[Tax]:
                return fitting_taxes(taxes_in(answer), lines, fee)

            found = self._ask(HookKind.TAX, goods_of(lines, fee, address, currency, classes), read)
            return own(lines, fee) if found is None else found

        return apply

    def check(self, question: Mapping[str, Any]) -> None:
        """Of the priced order, before it is written. Raises Invalid (422 `order_refused`) with what the hook says."""
        line_ids = [line["id"] for line in question["lines"]]
        if shop_rules().hooks.in_use(HookKind.VALIDATION) is None:
            return
        if reasons := self._ask(HookKind.VALIDATION, question, lambda answer: reasons_in(answer, line_ids)):
            faults = [Fault(f"/cart_id/lines/{one.line_id}" if one.line_id else "/cart_id", one.code, one.detail) for one in reasons]
            raise Invalid(reasons[0].detail, faults=faults, code="order_refused")

    def _ask(self, kind: HookKind, question: Mapping[str, Any], read: Read[T]) -> T | None:
        """None where it gave no answer and the shop goes on by itself. Raises HookUnavailable (503) where it does not."""
        hook = shop_rules().hooks.in_use(kind)
        if hook is None:
            return None
        try:
            answer = ask(kind, hook, question, read)
        except HookFailed as failed:
            if hook.on_failure is OnFailure.REFUSE:
                raise HookUnavailable(
                    f"The shop cannot finish this at the moment: its {kind.value} service does not answer. Try again in some seconds.",
                    retry_after=_RETRY_AFTER,
                    hook=kind.value,
                ) from failed
            fact("hook.fell_back", hook=kind.value, reason=failed.reason)
            self.outcomes[kind.value] = Outcome.OWN.value
            return None
        self.outcomes[kind.value] = Outcome.ANSWERED.value
        return answer


def _at(line: CartLine, price: int) -> CartLine:
    shown = line.list_price if line.list_price is not None and line.list_price > price else None
    return replace(line, list_price=shown) if price == line.unit_price else at_own_price(line, price, shown)


def _line(line: CartLine) -> dict[str, Any]:
    named = {name: getattr(line, name) for name in ("variant_id", "product_id", "sku", "quantity", "unit_price")}
    return {"id": line.line_id, **named}


def _place(address: Address | None) -> dict[str, str] | None:
    """Where it goes, by code; nobody's name, street or number."""
    if address is None:
        return None
    found = place_of(address)
    return {"country": found.country, "subdivision": found.subdivision, "city": address.city, "postal_code": found.postal_code}
