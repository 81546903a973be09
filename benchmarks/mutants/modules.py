"""Which modules are mutated, and by which tests each must be caught: pure ones only, so that a mutant costs a second or two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    path: str
    tests: tuple[str, ...]


_ORDERS, _PAYMENTS = "tests/unit/orders", "tests/unit/payments"
_PROMOTIONS = (
    "tests/unit/promotions/test_engine.py",
    "tests/unit/promotions/test_next_steps.py",
    "tests/unit/promotions/test_random_carts.py",
)

MODULES = {
    "money": Module("functions/shared/money.py", ("tests/unit/shared/test_money.py",)),
    "refund_parts": Module("functions/payments/refund_parts.py", (f"{_PAYMENTS}/test_refund_parts.py",)),
    "ledger": Module("functions/payments/ledger.py", (f"{_PAYMENTS}/test_ledger.py", f"{_PAYMENTS}/test_permutations.py")),
    "pricing": Module("functions/orders/pricing.py", (f"{_ORDERS}/test_pricing.py", f"{_ORDERS}/test_random_carts.py")),
    "amounts": Module("functions/promotions/amounts.py", _PROMOTIONS),
    "engine": Module("functions/promotions/engine.py", _PROMOTIONS),
    "stock": Module("functions/catalog/stock.py", ("tests/unit/catalog/test_rules.py", "tests/unit/catalog/test_shares.py")),
    "idempotency": Module("functions/shared/idempotency.py", ("tests/unit/shared/test_idempotency_key.py",)),
}
