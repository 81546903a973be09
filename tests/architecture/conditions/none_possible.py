"""Conditions that no test can miss, and why."""

from __future__ import annotations

_NEW_ID = "its id was drawn in this call: nothing can lie there"
_PAYMENTS_VERSION = "the payment's version in the same transaction refuses first"
_ORDERS_VERSION = "the order's version in the same transaction refuses first"
_USES_VERSION = "the version of what the order used refuses first, in the same transaction"
_REFUNDS_OWN = "the refund's own claim refuses first, in the same transaction"

NONE_POSSIBLE = {
    "stock.following.look_anew:_touch StockRecord": "touched twice, a variant is looked at twice, and its alert says what was told",
    "stock.following.look_anew:_write record": "two who do the same page write the same; a walk of older settings touches nothing that is newer",
    "aftersales.evidence.announce:announce record": _NEW_ID,
    "orders.imports.take_in_order:_writes record": _NEW_ID,
    "orders.checkout.replace_pieces:replacement record": _NEW_ID,
    "orders.checkout.exchange_pieces:exchange_order record": _NEW_ID,
    "orders.checkout.service_order:service_order record": _NEW_ID,
    "orders.drafting.place_draft:place_draft record": "the draft's version in the same transaction refuses first",
    "stock.warehouses.manage_warehouses:create_warehouse _record": _NEW_ID,
    "orders.placed.cancel_order:_stop OrdersTable": "parcels are never deleted; so that a mark makes no parcel out of nothing",
    "orders.carts.whole_cart:make record": _NEW_ID,
    "orders.shipping.courier_webhooks:receive item": "the same message once more: what lies there is the same",
    "orders.payment.hold_refund:refund_writes refund_record": _ORDERS_VERSION,
    "orders.payment.give_compensation:compensation_writes compensation_record": _NEW_ID,
    "payments.store.compensations:compensation_put record": _NEW_ID,
    "payments.store.compensations:cost_put record": "beside a compensation with a fresh id, or beside the fact that it books, which is put once",
    "promotions.coupons.give_coupon:given_coupon record": _NEW_ID,
    "promotions.coupons.give_coupon:given_coupon funds": _NEW_ID,
    "promotions.coupons.give_coupon:given_coupon single": "its code of 59 random bits was drawn in this call",
    "orders.checkout.place_order:_write record": _NEW_ID,
    "orders.store.parcels.write_parcels:parcel_put item": _ORDERS_VERSION,
    "invoices.store.documents:document_put DocumentRecord": "its id names its cause, and the order's account of the same transaction is of before it",
    "payments.facts.apply_event:_put_aside QuarantineRecord": "what is put aside in the same transaction has the same name, and lies there too",
    "payments.reconciling.book_fees:_booking fees": "the movement's own fee refuses first, in the same transaction",
    "payments.attempts.capture_payment:_claim item": _PAYMENTS_VERSION,
    "payments.refunds.claim_refund:claim_writes item": "a second one of a name finds the money gone, or the order's refunds in a new version",
    "payments.facts.effects:_refund_write one.record": _PAYMENTS_VERSION,
    "payments.facts.effects:effects fact": _PAYMENTS_VERSION,
    "payments.facts.effects:effects ledger_record": _PAYMENTS_VERSION,
    "payments.refunds.free_refund:free_writes item": _NEW_ID,
    "payments.refunds.payment_task:task_writes item": _REFUNDS_OWN,
    "loyalty.store.moves:_entry MoveRecord": _NEW_ID,
    "promotions.coupons.claim_coupon:claim_writes record": "its code of 59 random bits was drawn in this call",
    "promotions.flash_sales.manage:close table": "every shard's own condition refuses a second closing",
    "promotions.flash_sales.manage:schedule ShardRecord": _NEW_ID,
    "promotions.flash_sales.manage:schedule record": _NEW_ID,
    "promotions.offers.return_uses:_return_code table": _USES_VERSION,
    "promotions.offers.return_uses:return_writes BuyerRecord": _USES_VERSION,
    "promotions.coupons.make_codes:start_batch _seed_record": _NEW_ID,
    "promotions.campaigns.manage_campaigns:create funds": _NEW_ID,
    "promotions.campaigns.manage_campaigns:create record": _NEW_ID,
    "promotions.coupons.manage_coupons:create funds": _NEW_ID,
    "promotions.coupons.manage_coupons:create record": _NEW_ID,
    "promotions.offers.redeem:redeem_writes UsedRecord": _NEW_ID,
    "promotions.offers.confirm_uses:confirm_uses CodeRecord": _USES_VERSION,
    "shared.audit.facts:fact_put record": "its id is new, or an event's: tests/integration/audit/test_chaining.py::test_events_become_facts_once",
    "shared.events.events:event_put record": "the state beside it carries the condition; its id is new, or names its cause",
}
