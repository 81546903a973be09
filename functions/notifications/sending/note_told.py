"""What a provider tells of a message is noted at it; an address that does not exist, or whose owner complains, is not written to any more.

Providers tell late, twice and in any order: `TOLD` says in which state something still says something. The message knows the keyed hash
of its address, so what is told need not name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.notifications.model.mail_tag import partition_of
from functions.notifications.model.message import TOLD, Message, State
from functions.notifications.model.suppression import Suppression, Why
from functions.notifications.store.messages import find_message, keep, message_key
from functions.notifications.store.suppressions import suppression_of, suppression_put
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import Put

_BY_SES: Mapping[str, State] = {
    "Send": State.SENT, "Delivery": State.DELIVERED, "Bounce": State.BOUNCED, "Complaint": State.COMPLAINED,
}  # fmt: skip
_SUPPRESSES: Mapping[State, Why] = {State.BOUNCED: Why.BOUNCED, State.COMPLAINED: Why.COMPLAINED}


def note_told(told: str, tag: str, message_id: str, at: str) -> None:
    """`at` as AWS writes times. What is of no message of ours says nothing."""
    state = _BY_SES.get(told)
    if state is None or not tag or not message_id:
        return
    key, when = message_key(partition_of(tag), message_id), times.iso(times.parse(at))

    def attempt() -> Message | None:
        found = find_message(key)
        if found is None:
            return None
        message, version = found
        if message.state in TOLD[state]:
            sent = message.sent_at or when
            after = replace(message, state=state, told_at=when, sent_at=sent, lease_until="", reason=None, until="")
            keep(key, version, after, _suppressing(after))
        return message

    message = again(attempt)
    fact("message.told", told=told, message_id=message_id, known=message is not None)


def _suppressing(message: Message) -> list[Put]:
    """Written with the state, so that what is told again after staff have lifted it suppresses nothing anew."""
    why = _SUPPRESSES.get(message.state)
    if why is None or not message.address_key:
        return []
    known = suppression_of(message.address_key)
    if known is not None and not (why is Why.BOUNCED and known.why is Why.COMPLAINED):
        return []
    return [suppression_put(Suppression(message.address_key, message.channel, why, message.recipient, message.told_at, message.id))]
