"""Face: what was counted of a person who is erased counts no more. What stands with their payments is emptied as every item of theirs."""

from __future__ import annotations

from collections.abc import Iterable

from functions.payments.model.risk.assessment import Assessment
from functions.payments.risk.subjects import customer_subject
from functions.payments.store.repository import histories_of
from functions.payments.store.risk_items import RiskPersonRecord, person_pk
from functions.shared.outside import clock
from functions.shared.store.transactions import Update, transact

_ALL = (
    RiskPersonRecord.paid,
    RiskPersonRecord.spent,
    RiskPersonRecord.refunds,
    RiskPersonRecord.disputes,
    RiskPersonRecord.places,
    RiskPersonRecord.devices,
)


def forget_risk(person: str, orders: Iterable[str]) -> int:
    """How many histories there were: of the account, and of each mailbox that they ordered with as a guest. Before their items are emptied,
    which say which. Safe to repeat. Raises Unavailable while there is no key to find them by."""
    names = {customer_subject(person)} if person.startswith("cus_") else set()
    names |= {risk.person for order_id in orders for risk in _assessments(order_id) if risk.person}
    found = [record for name in sorted(names) for record in RiskPersonRecord.query(person_pk(name))]
    over = [attribute.remove() for attribute in _ALL]
    for record in found:
        ends = [*over, RiskPersonRecord.ttl.set(int(clock.now().timestamp()))]
        transact([Update(RiskPersonRecord, record.pk, record.sk, ends)])
    return len(found)


def _assessments(order_id: str) -> list[Assessment]:
    return [known.risk for known in histories_of(order_id) if known.risk]
