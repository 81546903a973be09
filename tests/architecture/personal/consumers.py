"""Of each function that works on what happened before (queues, streams, the clock): whether it writes what is of a person, and what
keeps it from bringing somebody back who was erased meanwhile. Late events, dead letters that are sent again and repeated calls all
come this way."""

from __future__ import annotations

IDS = "ids, pieces, money and times: nothing that somebody said"
SEALED = "sealed with the key of the order, and left out once that is destroyed (functions/shared/sealing/sealed_bodies.py)"
LISTED = "lists nobody whose key is a tombstone, by a condition (functions/customers/finding/list_customer.py)"
CHOSEN = "keeps nothing of whose key is a tombstone, by a condition (functions/marketing/store/people.py)"
BOOKED = "books nothing for whose key is a tombstone, by a condition (functions/loyalty/store/moves.py)"
MASKED = "keeps masked addresses, and finds none of who was erased (functions/customers/profile/contact.py, functions/orders)"
IMPORTED = "a person who was erased stays so, whatever a file says (functions/customers/imports/take_in_customer.py)"
FORGETS = "takes away, and looks at what is there now (functions/privacy/erasing/forget_item.py)"
TOLD = "tells nothing that was kept with whoever was erased, by a condition (functions/notifications/deliveries/hand_out.py)"
KEPT = "sends what is kept for it, which an erasure empties (functions/privacy/store/belongings.py)"
ANONYMOUS = "keeps ids of persons, of none whose erasure was asked for (functions/reports/lake/land.py)"
SEEDS = "opens the seed of a batch with the key of a month, which is of nobody (functions/loyalty/stored/issue_batch.py)"

TESTED = {
    SEEDS: "test_a_batch_has_as_many_cards_as_were_asked_for_whatever_dies",
    SEALED: "test_a_destroyed_key_opens_nothing_and_what_arrives_late_brings_nobody_back",
    CHOSEN: "test_who_is_erased_in_the_middle_is_not_told",
    BOOKED: "test_who_is_erased_is_brought_nothing_by_what_arrives_late",
    LISTED: "test_who_was_erased_never_comes_back",
    MASKED: "test_what_arrives_later_brings_nobody_back",
    IMPORTED: "test_somebody_who_was_erased_is_not_brought_back",
    ANONYMOUS: "test_who_is_erased_is_nowhere_and_the_figures_stay",
    FORGETS: "test_asked_again_nothing_is_left",
    TOLD: "test_an_event_that_comes_after_its_person_went_is_told_without_them",
    KEPT: "test_messages_that_are_kept_lose_what_integrations_said_and_stay_messages",
}

CONSUMERS: dict[str, str] = {
    **dict.fromkeys(
        (
            "audit-exporter", "audit-chain", "audit-events", "returns-sweep", "catalog-follower", "search-rebuild", "feeds",
            "sales-counter", "search-words", "review-rights", "prices-due", "catalog-jobs", "uploads", "stock-check", "stock-projector",
            "carrier-scores", "timers-sweep", "payments-sweep", "reconcile-daily", "reconcile-worker", "fapiao-sweep", "promotion-events",
            "promotion-jobs", "coupons-expire", "promotion-due", "recommend-nightly", "report-facts", "reports-hourly",
            "attribution-nightly", "detection-hourly", "forecast-nightly", "report-jobs", "report-mails", "lake-events", "mail-events",
            "webhooks-sweep", "event-publisher", "moving-uploads", "messages-due",
            "audit-exporter", "audit-chain", "audit-events", "returns-sweep", "catalog-follower", "search-rebuild", "sales-counter",
            "search-words", "review-rights", "prices-due", "catalog-jobs", "uploads", "stock-check", "stock-projector",
            "carrier-scores", "timers-sweep",
            "payments-sweep", "reconcile-daily", "reconcile-worker", "fapiao-sweep", "promotion-events", "promotion-jobs", "coupons-expire",
            "promotion-due", "recommend-nightly",
            "report-facts", "reports-hourly", "attribution-nightly", "detection-hourly", "forecast-nightly",
            "promotion-due", "report-facts", "report-jobs", "report-mails", "reports-hourly",
            "lake-events", "mail-events", "webhooks-sweep", "event-publisher", "moving-uploads",
            "messages-due",
        ),
        IDS,
    ),
    **dict.fromkeys(
        (
            "returns-worker", "picks", "order-lookup-worker", "courier-worker", "order-planner", "fulfilment", "order-payments",
            "timers-worker", "carts-left", "orders-check", "payment-worker", "payment-orders", "invoice-orders", "fapiao-worker",
        ),
        SEALED,
    ),
    **dict.fromkeys(("points-check", "points-sweep"), IDS),
    "gift-card-jobs": SEEDS,
    **dict.fromkeys(("points-orders", "points-worker"), BOOKED),
    **dict.fromkeys(("marketing-outcomes", "marketing-sweep", "marketing-jobs"), IDS),
    **dict.fromkeys(("marketing-people", "marketing-worker"), CHOSEN),
    "marketing-messages": MASKED,
    "lake-hourly": ANONYMOUS,
    "agents-told": SEALED,
    "customer-lists": LISTED,
    **dict.fromkeys(("notifier", "notifier-sms", "notifier-push", "notifier-wechat", "notifier-others"), MASKED),
    "notifier-inbox": SEALED,
    "moving-jobs": IMPORTED,
    "privacy-worker": FORGETS,
    "privacy-periods": FORGETS,
    "webhooks": TOLD,
    "webhook-sender": KEPT,
}  # fmt: skip
