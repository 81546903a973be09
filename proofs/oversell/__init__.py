"""No oversell (P02): a race of real handlers whose every step chance decides, and a model of the protocol that is walked whole.

The race shows the code as it is, in some of the ways in which processes can meet; the model every way, of the protocol as it is meant.
"""

from proofs.oversell.proof import prove

__all__ = ["prove"]
