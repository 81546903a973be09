"""The race of `oversell` on the local stack, a tenth of it: buyers at once over HTTP, while workers of functions are killed."""

from proofs.race.proof import prove

__all__ = ["prove"]
