"""The contract: six roles ask everything it has, alone and one thing after the other; its examples and the clients made from it work."""

from proofs.contract.proof import prove

__all__ = ["prove"]
