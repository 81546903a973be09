"""Face: which methods work on a plain page, without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.payments.attempts.methods import Method, methods_for
from functions.payments.providers import provider_named
from functions.payments.store.payment_settings import payment_settings
from functions.shared.plain.money import Money

_STEPS = frozenset({"redirect", "form_post", "qr_code", "instructions", "none"})
"""What a page can do by itself; a key for the shop's own script or app it cannot use."""


def page_methods(amount: Money, country: str, device: str, *, takes_cash: bool = True, allowed: Sequence[str] = ()) -> list[Method]:
    """Those of the order whose next step a plain page can take."""
    found = methods_for(amount, country, device, payment_settings(), takes_cash=takes_cash, allowed=allowed)
    return [one for one in found if works_on_page(one)]


def works_on_page(method: Method) -> bool:
    steps: Mapping[str, str] = provider_named(method.provider).caps.steps
    return steps.get(method.method, "redirect") in _STEPS
