"""Whether a message goes now: the address is there, whoever it is for wants such ones, what it tells still holds, nobody sleeps, and it
is not one too many. Asked each time anew, so that what was held is judged by what is so when it goes."""

from __future__ import annotations

from datetime import datetime

from functions.notifications.model.message import Message
from functions.notifications.model.purpose import Basis, Channel, Preferences, Purpose, basis_of, may_switch_off
from functions.notifications.model.rules import quiet_until, zone_of
from functions.notifications.preferences.say import agreed_channels
from functions.notifications.sending.still import why_no_more
from functions.notifications.store.caps import take_room
from functions.notifications.store.preferences import preferences_of
from functions.notifications.store.rules import known_rules
from functions.notifications.store.suppressions import suppression_of
from functions.shared.events.envelope import Envelope
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

QUIET = "quiet_hours"


@dataclass(frozen=True)
class Verdict:
    """`reason` empty: it goes. With `until` it waits, else it never goes."""

    reason: str = ""
    until: datetime | None = None


def judged(message: Message, envelope: Envelope, now: datetime) -> Verdict:
    """One GetItem; a second one for what somebody may switch off, for advertising their consents. The room under the cap is taken by who
    goes."""
    purpose = Purpose(message.purpose)
    if message.address_key and (stopped := suppression_of(message.address_key)) and stopped.stops(purpose, message.event):
        return Verdict(f"address_{stopped.why}")
    if not may_switch_off(purpose, message.channel):
        return Verdict()
    said = preferences_of(message.person) if message.person else Preferences()
    if not said.wants(purpose, message.channel):
        return Verdict("switched_off")
    if purpose is Purpose.TRANSACTIONAL:
        return Verdict()
    # In the inbox of the shop's own pages nobody is called upon: it lies there until they look.
    is_loud = message.channel != Channel.INBOX
    if basis_of(purpose) is Basis.CONSENT and is_loud and message.channel not in agreed_channels(message.person):
        return Verdict("no_consent")
    if reason := why_no_more(envelope):
        return Verdict(reason)
    return _when(message, said, now) if is_loud else Verdict()


def _when(message: Message, said: Preferences, now: datetime) -> Verdict:
    rules, zone = known_rules(), zone_of(said.time_zone, settings().store_timezone)
    windows = [(rules.quiet_from, rules.quiet_until), (said.quiet_from, said.quiet_until)]
    if (end := quiet_until(now, windows, zone)) is not None:
        return Verdict(QUIET, end)
    return Verdict() if take_room(message.person, message.id, rules, zone) else Verdict("capped")
