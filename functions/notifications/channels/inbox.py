"""The inbox of an account: an entry of our own table, so it is there or it is not, and a second try finds the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from functions.notifications.model.channel import Address, NotSent, Outgoing, Recipient
from functions.notifications.model.template import INBOX
from functions.notifications.store.inbox import put_entry
from functions.shared.sealing import Erased

SAID_ELSEWHERE = frozenset(
    {
        "registration.requested", "code.requested", "contact.changed", "staff.invited", "stock.low", "fapiao.login_expired",
        "webhook_endpoint.disabled", "subscription.requested", "order.link_requested",
    }
)  # fmt: skip
"""To addresses that are to be proven, to staff, or secret: no account's inbox has them, nor any screen that is locked."""


class InboxChannel:
    name: ClassVar[str] = INBOX
    own_words_only: ClassVar[bool] = False

    def tells(self, event: str) -> bool:
        return event not in SAID_ELSEWHERE

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002 — the port's
        return [Address(to.customer_id, "inbox")] if to.customer_id else []

    def send(self, to: Address, message: Outgoing) -> str:
        try:
            return put_entry(to.text, message)
        except Erased as gone:
            raise NotSent("person_erased", for_good=True) from gone
