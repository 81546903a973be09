"""Hostile senders: what is told to the shop by webhooks, and whom it tells, when the other side is broken, late, lying or an attacker.

Inwards every operation below `/v1/webhooks/` of the function table is played with its own messages; outwards every caller of an address
that somebody typed in meets receivers that are slow, lying, redirecting, or somewhere inside.
"""

from proofs.hostile.proof import prove

__all__ = ["prove"]
