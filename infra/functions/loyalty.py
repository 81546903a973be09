"""Points, gift cards and credit: customers' function reads, staff's books, a queue follows orders, and the clock ends what is over. Carts
and checkout read and book with rights of their own (infra/functions/orders.py)."""

from __future__ import annotations

from infra.functions.grants import keep_versions, look_up_key, person_keys, read, send, unless_erased, write, write_objects
from infra.functions.model import Function, Http, Queue, Schedule

_BOOK = (read("loyalty"), write("loyalty"), unless_erased())

FUNCTIONS = (
    Function(
        name="points",
        domain="loyalty",
        trigger=Http(
            (
                "GET /v1/me/points",
                "GET /v1/me/points/*",
                "GET /v1/me/level",
                "GET /v1/me/level/*",
                "GET /v1/me/missions",
                "POST /v1/me/check_ins",
            )
        ),
        grants=_BOOK,
    ),
    Function(
        name="points-admin",
        domain="loyalty",
        trigger=Http(
            (
                "GET /v1/admin/points_accounts/*",
                "POST /v1/admin/points_accounts/*",
                "GET /v1/admin/points_owed",
                "ANY /v1/admin/points_programme",
                "ANY /v1/admin/member_levels",
                "ANY /v1/admin/missions",
                "ANY /v1/admin/members/*",
            )
        ),
        # Whether there is such a customer.
        grants=(*_BOOK, read("customers"), *person_keys(), keep_versions()),
    ),
    Function(
        name="stored-value",
        domain="loyalty",
        trigger=Http(("POST /v1/gift_cards/balance", "GET /v1/me/store_credit", "ANY /v1/me/store_credit/*")),
        # Who guesses is counted under a keyed hash of their address.
        grants=(*_BOOK, *look_up_key()),
    ),
    Function(
        name="stored-value-admin",
        domain="loyalty",
        trigger=Http(
            (
                "ANY /v1/admin/gift_cards",
                "ANY /v1/admin/gift_cards/*",
                "ANY /v1/admin/store_credit/*",
                "GET /v1/admin/owed",
            )
        ),
        # Whether there is such a customer.
        grants=(
            *(read("loyalty", "gsi2", "listed"), write("loyalty"), unless_erased()),
            *(read("customers"), *person_keys(), read("platform"), write("platform")),
        ),
    ),
    Function(
        name="gift-card-jobs",
        domain="loyalty",
        handler="work_on_cards",
        trigger=Queue("gift-card-jobs", batch_size=1, concurrency=2),
        # The seed of a batch is sealed with the key of its month.
        grants=(*_BOOK, *person_keys(), read("platform"), write("platform"), write_objects("jobs")),
        memory=1024,
        timeout=30,
    ),
    Function(
        name="points-check",
        domain="loyalty",
        handler="check_owed",
        trigger=Schedule("cron(20 3 * * ? *)"),
        grants=(read("loyalty", "gsi1"),),
        timeout=900,
        memory=512,
        concurrency=1,
    ),
    Function(
        name="points-orders",
        domain="loyalty",
        handler="follow_orders",
        trigger=Queue("points-orders"),
        # Whom gift cards are for, and their codes until they are sent, are sealed with the order's key.
        grants=(*_BOOK, *person_keys()),
        timeout=30,
    ),
    Function(
        name="points-worker",
        domain="loyalty",
        handler="work_points",
        trigger=Queue("points-due", batch_size=1, concurrency=5),
        grants=_BOOK,
        timeout=60,
    ),
    Function(
        name="points-sweep",
        domain="loyalty",
        handler="sweep_points",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("loyalty", "due"), send("points-due")),
        timeout=30,
        concurrency=1,
    ),
)  # fmt: skip
