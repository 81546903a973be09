"""The code of money, stock, promotions, points, invoices and repeated calls is broken on purpose: a test has to notice."""

from proofs.mutants.proof import prove

__all__ = ["prove"]
