"""Rebuild from events (P05): what was written is folded, told again, and what follows from it is lost and told once more."""

from proofs.rebuild.proof import prove

__all__ = ["prove"]
