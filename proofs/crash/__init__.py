"""Crash anywhere (P02, P05): at every call that leaves the shop's code the process is copied, and each copy dies in another way.

The copy goes on as AWS would go on: the buyer calls again with their key, the queue and the stream deliver again, schedules come round. At
the end it must hold everything that holds in the original, and the same records. The original never notices. Code that is new is met as
soon as a journey comes by it; the examples of the contract are journeys, so is every schedule of the function table.
"""

from proofs.crash.proof import prove

__all__ = ["prove"]
