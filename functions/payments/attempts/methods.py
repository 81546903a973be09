"""By which providers and methods an amount can be paid in a country: for orders, and for carts as the face of the domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.payments.model.cash_on_delivery import CASH_ON_DELIVERY, PaymentSettings, not_on_delivery
from functions.payments.model.offering import fitting_methods, refused
from functions.payments.model.titles import title_of
from functions.payments.providers import provider_codes, provider_named
from functions.payments.store.payment_settings import settings_in
from functions.shared.http.validation import Schema
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.selling.markets import is_allowed
from functions.shared.store.records import Record


@dataclass(frozen=True)
class Method:
    provider: str
    method: str


class PaymentMethodView(Schema):
    provider: str
    method: str
    title: str


def methods_for(
    amount: Money, country: str, device: str | None, kept: PaymentSettings, *, takes_cash: bool = True, allowed: Sequence[str] = ()
) -> list[Method]:
    """Those of every provider of this stage that takes the amount, its currency and the country; `device` leaves out what makes no sense
    there, `takes_cash` what cannot be paid where the parcel is handed over. `allowed`: those of
    the market; none: all."""
    providers = [provider_named(code) for code in provider_codes()]
    return [
        Method(provider.code, method)
        for provider in providers
        if refused(provider.caps, amount, country) is None and provider.ready()
        for method in fitting_methods(provider.caps, device)
        if is_allowed(allowed, provider.code, method)
        and (method != CASH_ON_DELIVERY or (takes_cash and not_on_delivery(amount, kept) is None))
    ]


def methods_in(
    items: Mapping[tuple[type[Record], str, str], Record],
    amount: Money,
    country: str,
    *,
    takes_cash: bool = True,
    allowed: Sequence[str] = (),
) -> list[Method]:
    """The same with the shop's settings among `items`, which were read with `settings_keys`. None for what costs nothing."""
    return methods_for(amount, country, None, settings_in(items), takes_cash=takes_cash, allowed=allowed) if amount.amount > 0 else []


def method_views(methods: Sequence[Method], languages: Sequence[str]) -> list[PaymentMethodView]:
    return [
        PaymentMethodView(provider=one.provider, method=one.method, title=title_of(one.provider, one.method, languages)) for one in methods
    ]
