"""Load: buyers, browsers, who gives back and staff at a served shop, which is killed in the middle, and whose AWS has a bad day."""

from proofs.load.proof import prove

__all__ = ["prove"]
