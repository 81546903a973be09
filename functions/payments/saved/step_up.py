"""A kept card pays without entry: over the shop's limit, or from a device that never paid so, its owner first shows that it is them."""

from __future__ import annotations

import hashlib
import json

from functions.payments.model.cash_on_delivery import PaymentSettings
from functions.payments.store.records import DEVICES_SK, PaymentsTable, devices_pk, proof_pk
from functions.shared.auth.step_up import LASTS, proves_step_up
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, put_new, transact
from functions.shared.store.versions import locked_put

MOST_DEVICES = 20
ANSWERS = ("payment_password", "software_token_mfa")


@dataclass(frozen=True)
class SteppedUp:
    """What came with the call: `proof` from `POST /v1/me/factors/payment_proof`; `device`: what the buyer's app calls it."""

    person: str
    order_id: str
    payment_id: str
    proof: str
    device: str


def check_step_up(asked: SteppedUp, money: Money, shop: PaymentSettings) -> None:
    """Raises Forbidden (403 `requires_action`) until there is a good proof. A proof pays once: the same payment may bring it again."""
    reasons = _reasons(asked, money, shop)
    if not reasons:
        return
    if not asked.proof or not proves_step_up(asked.proof, asked.person, asked.order_id) or not _is_first(asked):
        raise Forbidden(
            "Show that it is you: POST /v1/me/factors/payment_proof, then send its proof as X-Payment-Proof.",
            code="requires_action",
            reasons=reasons,
            kinds=list(ANSWERS),
        )
    if shop.step_up_new_device and asked.device:
        _remember(asked)


def _reasons(asked: SteppedUp, money: Money, shop: PaymentSettings) -> list[str]:
    limit = shop.step_up_limits.get(money.currency)
    reasons = ["amount"] if limit is not None and money.amount > limit else []
    if shop.step_up_new_device and not (asked.device and _name(asked) in _devices(asked.person)[0]):
        reasons.append("new_device")
    return reasons


def _is_first(asked: SteppedUp) -> bool:
    name = proof_pk(hashlib.sha256(asked.proof.encode()).hexdigest())
    ends = int(clock.now().timestamp()) + 2 * LASTS
    try:
        transact([put_new(PaymentsTable(name, name, kind="step_up", body=asked.payment_id, ttl=ends))])
    except Exists:
        used = find(PaymentsTable, name, name)
        return used is not None and used.body == asked.payment_id
    return True


def _devices(person: str) -> tuple[list[str], int]:
    """Hashes of their names, the newest last."""
    record = find(PaymentsTable, devices_pk(person), DEVICES_SK)
    return (list(json.loads(record.body)), int(record.version)) if record is not None and record.body else ([], 0)


def _remember(asked: SteppedUp) -> None:
    def attempt() -> None:
        known, version = _devices(asked.person)
        kept = [*(one for one in known if one != _name(asked)), _name(asked)][-MOST_DEVICES:]
        if kept != known:
            item = PaymentsTable(devices_pk(asked.person), DEVICES_SK, kind="devices", version=version + 1, body=json.dumps(kept))
            transact([locked_put(item, version)])

    again(attempt)


def _name(asked: SteppedUp) -> str:
    return hashlib.sha256("\x1f".join(("device", asked.person, asked.device)).encode()).hexdigest()
