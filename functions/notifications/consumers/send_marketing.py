"""Queue `marketing-messages`: what the marketing domain wants somebody to be told, each on the channel it names. Advertising to thousands
stands before nobody's order mail here; what of it is held comes back by the channel's own queue."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.asked import REQUESTED, asked_by
from functions.notifications.sending.notify import tell
from functions.shared.events.batches import each_event
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time


@in_time
def send_marketing(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, {REQUESTED: _tell}, consumer="marketing-messages")


def _tell(envelope: Envelope) -> None:
    tell(envelope, asked_by(envelope).only_by)
