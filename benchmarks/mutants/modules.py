"""Which modules are mutated, and by which tests each must be caught: pure ones only, so that a mutant costs a second or two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """`tests`: the quick ones first; the next file is not read when one before it has noticed."""

    path: str
    tests: tuple[str, ...]


_FROZEN = "tests/unit/shared/test_frozen.py"
_ORDERS, _PAYMENTS = "tests/unit/orders", "tests/unit/payments"
_PROMOTIONS = (
    "tests/unit/promotions/test_next_steps.py",
    "tests/unit/promotions/test_engine.py",
    "tests/unit/promotions/test_combinations.py",
    "tests/unit/promotions/test_any_rules.py",
    _FROZEN,
)

MODULES = {
    "money": Module("functions/shared/plain/money.py", ("tests/unit/shared/plain/test_money.py", _FROZEN)),
    "refund_parts": Module("functions/payments/model/refund_parts.py", (f"{_PAYMENTS}/test_refund_parts.py", _FROZEN)),
    "ledger": Module("functions/payments/model/ledger.py", (f"{_PAYMENTS}/test_ledger.py", f"{_PAYMENTS}/test_permutations.py", _FROZEN)),
    "order_money": Module("functions/orders/model/money.py", (f"{_ORDERS}/test_order_money.py", _FROZEN)),
    "goods_value": Module("functions/orders/model/goods_value.py", (f"{_ORDERS}/test_shipped_value.py", _FROZEN)),
    "refund_tax": Module("functions/orders/model/refund_tax.py", (f"{_ORDERS}/test_refund_tax.py", _FROZEN)),
    "payment_state": Module("functions/payments/model/payment_state.py", (f"{_PAYMENTS}/test_payment_state.py", _FROZEN)),
    "tax": Module("functions/orders/model/tax.py", (f"{_ORDERS}/test_tax.py", f"{_ORDERS}/test_tax_reference.py", _FROZEN)),
    "pricing": Module("functions/orders/model/pricing.py", (f"{_ORDERS}/test_pricing.py", _FROZEN)),
    "amounts": Module("functions/promotions/model/amounts.py", _PROMOTIONS),
    "engine": Module("functions/promotions/model/engine.py", _PROMOTIONS),
    "eligibility": Module("functions/promotions/model/eligibility.py", ("tests/unit/promotions/test_eligibility.py",)),
    "flash": Module("functions/promotions/model/flash.py", ("tests/unit/promotions/test_quotas.py", _FROZEN)),
    "group_buy": Module(
        "functions/promotions/model/group_buy.py",
        ("tests/unit/promotions/test_quotas.py", "tests/unit/promotions/test_group_size.py", _FROZEN),
    ),
    "stock": Module(
        "functions/stock/model/stock.py",
        ("tests/unit/stock/test_journal.py", "tests/unit/stock/test_shares.py", "tests/unit/catalog/test_rules.py", _FROZEN),
    ),
    "counters": Module("functions/stock/model/counters.py", ("tests/unit/stock/test_counters.py", _FROZEN)),
    "stock_sums": Module("functions/stock/model/stock_sums.py", ("tests/unit/stock/test_shares.py", _FROZEN)),
    "ahead": Module("functions/stock/model/ahead.py", ("tests/unit/stock/test_sold_ahead.py", _FROZEN)),
    "points": Module(
        "functions/loyalty/model/spent.py", ("tests/unit/loyalty/test_spent.py", "tests/unit/loyalty/test_points.py", _FROZEN)
    ),
    "points_ledger": Module("functions/loyalty/model/account.py", ("tests/unit/loyalty/test_account.py", _FROZEN)),
    "points_earned": Module("functions/loyalty/model/earned.py", ("tests/unit/loyalty/test_earned.py", _FROZEN)),
    "stored_value": Module("functions/loyalty/model/stored.py", ("tests/unit/loyalty/test_stored_value.py", _FROZEN)),
    "invoices": Module("functions/invoices/model/series.py", ("tests/unit/invoices/test_series.py", _FROZEN)),
    "credit": Module(
        "functions/invoices/model/credit.py", ("tests/unit/invoices/test_credit_shares.py", "tests/unit/invoices/test_credit.py", _FROZEN)
    ),
    "invoice_rows": Module(
        "functions/invoices/model/rows.py", ("tests/unit/invoices/test_rows.py", "tests/unit/invoices/test_categories.py", _FROZEN)
    ),
    "invoice_due": Module("functions/invoices/model/due.py", ("tests/unit/invoices/test_due.py", _FROZEN)),
    "fapiao_rows": Module(
        "functions/invoices/model/fapiao_rows.py",
        ("tests/unit/invoices/test_fapiao_rows.py", "tests/unit/invoices/test_red_walk.py", _FROZEN),
    ),
    "idempotency": Module(
        "functions/shared/http/idempotency.py",
        ("tests/unit/shared/http/test_idempotency_key.py", _FROZEN, "tests/integration/platform/test_kept_answers.py"),
    ),
}
