"""Attack (O07): everybody who should not is tried at every operation with ids and tokens of others, with fields that are nobody's to send,
and with tokens that are none. Nothing may be let in, told or changed, and nothing may end in a 500."""

from proofs.attack.proof import prove

__all__ = ["prove"]
