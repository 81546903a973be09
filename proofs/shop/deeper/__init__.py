"""Lives that go through more of the shop than an order alone, in a shop that has all they need (`stocked`)."""

from __future__ import annotations

from proofs.shop.deeper.ahead import AHEAD
from proofs.shop.deeper.cases import CASES
from proofs.shop.deeper.changes import CHANGES
from proofs.shop.deeper.money import MONEY
from proofs.shop.deeper.offers import OFFERS
from proofs.shop.deeper.stocked import WHO, stocked
from proofs.shop.deeper.together import TOGETHER

__all__ = ["DEEPER", "WHO", "stocked"]
DEEPER = OFFERS | TOGETHER | CASES | CHANGES | MONEY | AHEAD
