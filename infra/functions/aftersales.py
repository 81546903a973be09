"""After-sales: buyers open cases, staff and time decide them, the queue brings their money back."""

from __future__ import annotations

from infra.functions.grants import (
    ask_hooks,
    keep_versions,
    person_keys,
    read,
    read_objects,
    read_person_keys,
    read_secret,
    remove,
    send,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue, Schedule
from infra.functions.orders import COURIERS
from infra.functions.payments import GIVE_BACK, PROVIDERS
from infra.functions.rights.own_prices import BUYS
from infra.functions.settings import PRICES

FUNCTIONS = (
    Function(
        name="returns",
        domain="aftersales",
        trigger=Http(
            (
                "GET /v1/orders/*/returns",
                "POST /v1/orders/*/returns",
                "POST /v1/orders/*/evidence",
                "GET /v1/orders/*/warranty",
                "GET /v1/returns",
                "ANY /v1/returns/*",
            )
        ),
        # Orders: an open case keeps its order from being confirmed by silence; what is exchanged is an order with its stock, made and ended
        # here. Payments: what would be paid back; what an exchange brings is put aside there.
        grants=(
            read("aftersales", "gsi1"), write("aftersales"), read("orders"), *person_keys(),
            write("orders"), remove("orders"), read("payments", "gsi1"),
            write("payments"), read("catalog"), *BUYS, read("stock"), write("stock"), read_objects("case-evidence"),
            write_objects("case-evidence"), *ask_hooks(),
        ),
        settings=(*PROVIDERS, *PRICES),
        timeout=20,
    ),
    Function(
        name="withdrawals",
        domain="aftersales",
        trigger=Http(("POST /v1/orders/*/withdrawal",)),
        # Payments: what would be paid back, nothing to write. Links: their key seals what the second step sends back.
        grants=(
            read("aftersales"), write("aftersales"), read("orders"), *person_keys(),
            write("orders"), read("payments", "gsi1"), read("catalog"),
            read_secret("links"),
        ),
        settings=PROVIDERS,
        timeout=20,
    ),
    Function(
        name="returns-admin",
        domain="aftersales",
        trigger=Http(
            ("GET /v1/admin/returns", "ANY /v1/admin/returns/*", "GET /v1/admin/return_policies", "PUT /v1/admin/return_policies",
                "POST /v1/admin/return_policies",
)
        ),
        # Stock: pieces that come back are sold again or written off, in the transaction of their receipt. Orders: those of an exchange go
        # on or end with it; and what it put aside at payments is free again.
        grants=(
            read("aftersales", "listed"), write("aftersales"), read("orders"), *person_keys(),
            write("orders"), remove("orders"), read("payments", "gsi1"),
            write("payments"), read("stock"), write("stock"), read("shipping"), read_objects("case-evidence"), keep_versions(),
        ),
        settings=(*PROVIDERS, "TAX_PROVIDER_URL"),
        timeout=20,
    ),
    Function(
        name="complaints",
        domain="aftersales",
        trigger=Http(("ANY /v1/complaints", "ANY /v1/complaints/*")),
        grants=(read("aftersales", "gsi1"), write("aftersales"), read("orders"), *person_keys()),
    ),
    Function(
        name="complaints-admin",
        domain="aftersales",
        trigger=Http(("GET /v1/admin/complaints", "ANY /v1/admin/complaints/*", "GET /v1/admin/reports/satisfaction")),
        grants=(read("aftersales", "listed"), write("aftersales"), *person_keys()),
    ),
    Function(
        name="survey-forms",
        domain="aftersales",
        trigger=Http(("ANY /v1/admin/survey_forms", "ANY /v1/admin/survey_forms/*")),
        # Whose an answer is stands in the file of answers.
        grants=(read("aftersales", "listed"), write("aftersales"), read("customers"), *person_keys()),
        memory=1024,
        timeout=29,
    ),
    Function(
        name="survey-page",
        domain="aftersales",
        # Mail scanners follow links: what they can call has nothing to write with.
        trigger=Http(("GET /o/survey/*", "GET /v1/surveys/*", "GET /o/recall/*", "GET /v1/recalls/*")),
        # Orders and stock: which remedies of a recall can be chosen.
        grants=(read("aftersales"), read("orders"), read("stock"), *read_person_keys(), read_secret("links")),
    ),
    Function(
        name="survey-answers",
        domain="aftersales",
        trigger=Http(("POST /o/survey/*", "POST /v1/surveys/*/answer")),
        grants=(read("aftersales"), write("aftersales"), *person_keys(), read_secret("links")),
    ),
    Function(
        name="recalls-admin",
        domain="aftersales",
        # Stock: the sale stops in the transaction that opens a recall.
        trigger=Http(("ANY /v1/admin/recalls", "ANY /v1/admin/recalls/*")),
        grants=(read("aftersales", "listed"), write("aftersales"), read("catalog"), read("stock"), write("stock")),
    ),
    Function(
        name="recall-answers",
        domain="aftersales",
        # The case of the remedy: what would be paid back, and the order of what is sent instead.
        trigger=Http(("POST /o/recall/*", "POST /v1/recalls/*/answer")),
        grants=(
            read("aftersales"), write("aftersales"), read("orders"), *person_keys(),
            write("orders"), read("payments", "gsi1"), read("catalog"),
            read("stock"), write("stock"), read_secret("links"), *ask_hooks(),
        ),
        settings=(*PROVIDERS, *PRICES),
        timeout=20,
    ),
    Function(
        name="returns-worker",
        domain="aftersales",
        handler="follow_returns",
        trigger=Queue("returns"),
        # The money of a case is claimed in one transaction with it; so is what is sent once more. Couriers write the shop's waybills for
        # what comes back.
        grants=(
            read("aftersales"), write("aftersales"), read("orders", "gsi1"), *person_keys(),
            write("orders"), remove("orders"), read("payments", "gsi1"),
            write("payments"), read_secret("payments"), read("stock"), write("stock"), read("shipping"),
            read_secret("couriers"),
            # An order that its buyer withdrew from before it was paid ends, or goes on with what is left, priced as any.
            read("promotions"), write("promotions"), *GIVE_BACK,
            # Statements: which law holds.
            read("catalog"), *ask_hooks(),
        ),
        settings=(*PROVIDERS, *PRICES, *COURIERS),
        timeout=60,
    ),
    Function(
        name="returns-sweep",
        domain="aftersales",
        handler="sweep_returns",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("aftersales", "due"), send("returns")),
        timeout=30,
        concurrency=1,
    ),
)  # fmt: skip
