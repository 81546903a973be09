"""The inbox of an account: an entry of our own table, so it is there or it is not, and a second try finds the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from functions.notifications.model.channel import Address, NotSent, Outgoing, Recipient
from functions.notifications.model.template import INBOX
from functions.notifications.store.inbox import put_entry
from functions.shared.sealing import Erased, key_for

SAID_ELSEWHERE = frozenset(
    {
        "registration.requested", "code.requested", "contact.changed", "staff.invited", "stock.low", "finding.told", "fapiao.login_expired",
        "webhook_endpoint.disabled", "subscription.requested", "order.link_requested", "gift_card.sent",
    }
)  # fmt: skip
"""To addresses that are to be proven, to staff, or secret: no account's inbox has them, nor any screen that is locked."""


class InboxChannel:
    name: ClassVar[str] = INBOX
    own_words_only: ClassVar[bool] = False

    def tells(self, event: str) -> bool:
        return event not in SAID_ELSEWHERE

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002 — the port's
        if not to.customer_id or _is_erased(to.customer_id):
            return []
        return [Address(to.customer_id, "inbox")]

    def send(self, to: Address, message: Outgoing) -> str:
        try:
            return put_entry(to.text, message)
        except Erased as gone:
            raise NotSent("person_erased", for_good=True) from gone


def _is_erased(person: str) -> bool:
    """Before anything about them is written. The key is read once, here or when the entry is sealed."""
    try:
        key_for(person)
    except Erased:
        return True
    return False
