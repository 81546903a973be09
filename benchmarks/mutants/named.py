"""Mutants with a name: conditions that once were guarded by nothing but luck, each with the tests that must catch its loss."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """`old` must stand exactly once in the file: where it does not, the code has moved and this entry is to follow it."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]


_CATALOG, _PROMOTIONS, _PAYMENTS = "tests/integration/catalog", "tests/integration/promotions", "tests/integration/payments"

NAMED = (
    Named(
        "a product is written over a newer version",
        "functions/catalog/store/product_writes.py",
        "locked_update(ProductRecord, pk, PRODUCT_SK, changes, edit.version - 1)",
        "Update(ProductRecord, pk, PRODUCT_SK, changes, ProductRecord.pk.exists())",
        (f"{_CATALOG}/test_variant_identity.py",),
    ),
    Named(
        "a refund is claimed beyond what is refundable",
        "functions/payments/refunds/claim_refund.py",
        "PaymentRecord.refundable >= amount",
        "PaymentRecord.pk.exists()",
        ("tests/integration/payments/webhooks/test_conditions.py", "tests/integration/payments/test_races.py"),
    ),
    Named(
        "a coupon's budget is overspent by an order",
        "functions/promotions/offers/redeem.py",
        "condition &= FundsRecord.budget_left >= spent if spent > 0 else FundsRecord.budget_left.exists()",
        "condition &= FundsRecord.budget_left.exists()",
        (f"{_PROMOTIONS}/test_agreed_prices.py",),
    ),
    Named(
        "a campaign's budget is overspent by an order",
        "functions/promotions/offers/redeem.py",
        "(FundsRecord.budget_left >= amount) & (FundsRecord.stopped == False)",
        "(FundsRecord.stopped == False)",
        (f"{_PROMOTIONS}/test_agreed_prices.py",),
    ),
    Named(
        "a coupon's budget is overspent by a claim",
        "functions/promotions/coupons/claim_coupon.py",
        "condition &= FundsRecord.budget_left >= record.worth",
        "condition &= FundsRecord.budget_left.exists()",
        (f"{_PROMOTIONS}/test_claim_conditions.py",),
    ),
    Named(
        "a customer buys more than a flash sale allows",
        "functions/promotions/store/flash_quota.py",
        "entry.bought.does_not_exist() | (entry.bought <= claim.per_customer - use.quantity)",
        "entry.pk.exists()",
        (f"{_PROMOTIONS}/test_flash_quota.py",),
    ),
    Named(
        "an older mirror of a product overwrites a newer one",
        "functions/catalog/store/product_writes.py",
        "actions, VariantRecord.product_version < version, Overtaken())",
        "actions, VariantRecord.pk.exists(), Overtaken())",
        (f"{_CATALOG}/test_variant_identity.py",),
    ),
    Named(
        "keys that DynamoDB did not process are lost",
        "functions/shared/store/records.py",
        "pending += left",
        "pending += []",
        ("tests/unit/shared/store/test_find_many.py",),
    ),
    Named(
        "a SKU that comes twice in a file is not marked as repeated",
        "functions/catalog/imports/files/source_rows.py",
        "group.repeated.append((line, first))",
        "group.repeated[:] = []",
        (f"{_CATALOG}/imports/test_import_options.py", f"{_CATALOG}/imports/test_import_bad_input.py"),
    ),
    Named(
        "a file that was imported before states no stock again",
        "functions/catalog/imports/apply_entry.py",
        'f"import#{self.run.job_id}#{self.entry.lines[0]}#{start}"',
        'f"import#{self.entry.lines[0]}#{start}"',
        (f"{_CATALOG}/imports/test_stock_of_files.py",),
    ),
    Named(
        "a row that is taken up again states its stock twice",
        "functions/catalog/imports/apply_entry.py",
        'f"import#{self.run.job_id}#{self.entry.lines[0]}#{start}"',
        'f"import#{times.iso(clock.now())}{id(self)}#{self.entry.lines[0]}#{start}"',
        (f"{_CATALOG}/imports/test_stock_of_files.py", f"{_CATALOG}/imports/test_shop_import.py"),
    ),
    Named(
        "a piece is given back twice where the money suffices",
        "functions/payments/refunds/known_refunds.py",
        "return locked_update(RefundsRecord, order_partition(order_id), REFUNDS_SK, actions, version)",
        "return Update(RefundsRecord, order_partition(order_id), REFUNDS_SK, actions)",
        (f"{_PAYMENTS}/test_in_between.py",),
    ),
    Named(
        "a capture that succeeded is told as refused",
        "functions/payments/attempts/capture_payment.py",
        "CaptureRecord.status == CaptureStatus.PENDING.value",
        "CaptureRecord.pk.exists()",
        (f"{_PAYMENTS}/test_in_between.py",),
    ),
    Named(
        "an answer of staff opens a dispute that is decided",
        "functions/payments/store/dispute_store.py",
        "return locked_put(record, version)",
        "return Put(record, DisputeRecord.pk.exists() if version else DisputeRecord.pk.does_not_exist())",
        (f"{_PAYMENTS}/test_in_between.py",),
    ),
    Named(
        "a slow comparison of a bill shows its result over a newer one",
        "functions/payments/reconciling/reconciliation_runs.py",
        "ReconciliationRecord.attempt == run.attempt",
        "ReconciliationRecord.pk.exists()",
        (f"{_PAYMENTS}/test_in_between.py",),
    ),
    Named(
        "an order is claimed by two accounts",
        "functions/orders/placed/claim_order.py",
        "unchanged = at_version(OrderRecord, record.version)",
        "unchanged = OrderRecord.pk.exists()",
        ("tests/integration/orders/test_buyers_in_between.py",),
    ),
    Named(
        "two first orders use an offer for newcomers",
        "functions/promotions/offers/redeem.py",
        "first = buyer.newcomer_order.does_not_exist() & (",
        "first = (",
        (f"{_PROMOTIONS}/test_newcomers.py",),
    ),
)
