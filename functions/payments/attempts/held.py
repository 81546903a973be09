"""How much of what is held can still be taken: asked by whoever decides a capture or a refund, without what captures load."""

from __future__ import annotations

from functions.payments.model.capture import CaptureStatus, capturable, under_way
from functions.payments.model.payment_state import derive
from functions.payments.providers import provider_named
from functions.payments.store.repository import History


def held_left(known: History) -> int:
    """What is held, where it can still be taken beside what was."""
    return left(known) if provider_named(known.attempt.provider).caps.several_captures else 0


def left(known: History) -> int:
    """What may be captured. Nothing any more from the moment that somebody wants the rest let go, whether or not that is done."""
    if known.record.void_reason:
        return 0
    once = not provider_named(known.attempt.provider).caps.several_captures
    return capturable(known.attempt, derive(known.events), asked_for(known), once=once)


def asked_for(known: History) -> int:
    """What we asked for, and do not know yet to be taken."""
    pending = [one.capture for one in known.captures if one.pending]
    done = [one.capture for one in known.captures if one.record.status == CaptureStatus.SUCCEEDED]
    return under_way(derive(known.events), pending, done)
