"""Face: an order is paid by a token that its buyer lent for it, once, up to an amount, through the machine that buys for them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from functions.orders import payable
from functions.payments.attempts.schemas import PaymentView, payment_view
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.providers import is_provider, provider_codes, provider_named
from functions.payments.store.records import LENT_SK, LentRecord, PaymentsTable, lent_pk
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import key_for
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.transactions import Put, transact

KEPT = timedelta(days=90)
"""For which order a token was used: longer than any is good for."""


class TokenUsed(Conflict):
    code, title = "token_used", "The token was lent for one payment, and used for another"


@dataclass(frozen=True)
class Lent:
    """`token`: what the provider charges; `session`: the checkout session that it was lent for, as whoever lent it named it there."""

    provider: str
    token: str
    session: str

    def __repr__(self) -> str:
        return f"Lent(provider={self.provider!r})"


@dataclass(frozen=True)
class Lender:
    """A provider of this stage that takes such tokens; `account`: by which it knows us, and for which they are lent."""

    provider: str
    account: str


def lenders() -> list[Lender]:
    """No request."""
    providers = [provider_named(code) for code in provider_codes()]
    return [Lender(one.code, one.account) for one in providers if one.caps.lent_tokens and one.ready()]


def pay_by_lent(order_id: str, lent: Lent, *, caller: Caller, client_ip: str) -> PaymentView | None:
    """The same token goes on with the same payment, whoever repeats the call, so it is charged once. None where nothing is left to pay.

    Raises TokenUsed (409) for one that was used for another order, and as `start_payment` does."""
    if not is_provider(lent.provider) or not provider_named(lent.provider).caps.lent_tokens:
        raise Invalid.field("/provider", "unsupported_token", "This provider takes no tokens that are lent for one payment.")
    if not payable(order_id, caller=caller, order_token=None).amount.amount:
        return None
    _claim(lent, order_id)
    once = hashlib.sha256(f"{lent.provider} {lent.token} {lent.session}".encode()).hexdigest()
    wish = Wish(order_id, lent.provider, None, "", client_ip=client_ip, lent=lent.token, lent_for=lent.session)
    key = key_for(PaymentsTable, once, person="", by_resource=True, operation="pay by a lent token", path=once, body=b"")
    return payment_view(start_payment(wish, caller=caller, order_token=None, key=key, remember=lambda _: []))


def _claim(lent: Lent, order_id: str) -> None:
    """One token, one order: whatever the provider would allow."""
    pk = lent_pk(hashlib.sha256(f"{lent.provider} {lent.token}".encode()).hexdigest())
    until = int((clock.now() + KEPT).timestamp())
    record = LentRecord(pk=pk, sk=LENT_SK, kind="lent", body=order_id, ttl=until)
    free = LentRecord.pk.does_not_exist() | (LentRecord.body == order_id)
    transact([Put(record, free, TokenUsed("Have another one lent."))])
