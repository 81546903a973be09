"""Exact cost (P01, P13): every request, unit and millisecond is booked to the function that asked, and the books equal the store's counter.

The books are kept where the shop's code leaves its process; the counter stands where the requests arrive and knows no functions. They
agree only when nothing is asked outside a function, nothing twice, and nothing that nobody booked.
"""

from proofs.cost.proof import prove

__all__ = ["prove"]
