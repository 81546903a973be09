"""Face: an order is paid by a token that its buyer lent for it, once, up to an amount, through the machine that buys for them."""

from __future__ import annotations

import hashlib

from functions.orders import payable
from functions.payments.attempts.methods import Method
from functions.payments.attempts.schemas import PaymentView, payment_view
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.providers import is_provider, provider_codes, provider_named
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import key_for
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid


@dataclass(frozen=True)
class Lent:
    """`token`: what the provider charges; `session`: the checkout session that it was lent for, as whoever lent it named it there."""

    provider: str
    token: str
    session: str

    def __repr__(self) -> str:
        return f"Lent(provider={self.provider!r})"


def lending_methods() -> list[Method]:
    """The providers of this stage that take such tokens, each with its first method. No request."""
    providers = [provider_named(code) for code in provider_codes()]
    return [Method(one.code, one.caps.methods[0]) for one in providers if one.caps.lent_tokens and one.ready()]


def pay_by_lent(order_id: str, lent: Lent, *, caller: Caller, client_ip: str) -> PaymentView | None:
    """The same token goes on with the same payment, whoever repeats the call, so it is charged once. None where nothing is left to pay.

    Raises as `start_payment` does."""
    if not is_provider(lent.provider) or not provider_named(lent.provider).caps.lent_tokens:
        raise Invalid.field("/provider", "unsupported_token", "This provider takes no tokens that are lent for one payment.")
    if not payable(order_id, caller=caller, order_token=None).amount.amount:
        return None
    once = hashlib.sha256(f"{lent.provider} {lent.token} {lent.session}".encode()).hexdigest()
    wish = Wish(order_id, lent.provider, None, "", client_ip=client_ip, lent=lent.token, lent_for=lent.session)
    key = key_for(PaymentsTable, once, person="", by_resource=True, operation="pay by a lent token", path=once, body=b"")
    return payment_view(start_payment(wish, caller=caller, order_token=None, key=key, remember=lambda _: []))
