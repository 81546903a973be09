"""Segments and message campaigns: they know people by what is told of them, and send nothing themselves."""

from __future__ import annotations

from infra.functions.grants import (
    check,
    keep_versions,
    look_up_key,
    person_keys,
    read,
    read_objects,
    read_secret,
    remove,
    send,
    unless_erased,
    write,
    write_objects,
)
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule

FUNCTIONS = (
    Function(
        name="marketing-admin",
        domain="marketing",
        trigger=Http(
            (
                "ANY /v1/admin/segments",
                "ANY /v1/admin/segments/*",
                "ANY /v1/admin/message_campaigns",
                "ANY /v1/admin/message_campaigns/*",
                "ANY /v1/admin/broadcasts",
                "ANY /v1/admin/broadcasts/*",
                "ANY /v1/admin/cart_reminders",
                "ANY /v1/admin/marketing_rebuild",
                "ANY /v1/admin/customer_tags",
                "ANY /v1/admin/customers/*/portrait",
                "GET /v1/admin/reports/demographics",
                "GET /v1/admin/cart_reminders/*",
                "ANY /v1/admin/share_settings",
                "ANY /v1/admin/share_influencers",
                "ANY /v1/admin/share_influencers/*",
                "GET /v1/admin/share_orders",
                "GET /v1/admin/share_moves",
                "ANY /v1/admin/share_report",
                "POST /v1/admin/share_payouts",
            )
        ),
        # Which languages a text is published in stands with its templates, and whether a form is open with surveys.
        grants=(
            read("marketing", "listed"), write("marketing"), remove("marketing"), read("notifications"), read("aftersales"),
            keep_versions(), check("privacy"),
            # Whether a product to be shared is on sale; influencers are known by keyed hashes.
            read("catalog"), read_secret("privacy"),
            # A file of commission is made by a job.
            read("platform"), write("platform"),
        ),
        settings=("PUBLIC_BASE_URL",),
        memory=1024,
        timeout=29,
    ),
    Function(
        name="stock-notices",
        domain="marketing",
        trigger=Http(("POST /v1/stock_notices", "ANY /v1/me/stock_notices", "ANY /v1/me/stock_notices/*")),
        # Whoever has no account is asked at their address first.
        grants=(
            read("marketing"), write("marketing"), remove("marketing"), read("catalog"), read("stock"), read("notifications"),
            # What is for some is waited for by whoever sees it.
            read("promotions"), read("loyalty"), write("notifications"), check("privacy"), *person_keys(), read_secret("privacy"),
        ),
    ),
    Function(
        name="share-links",
        domain="marketing",
        trigger=Http(("GET /s/*", "GET /v1/me/share_links", "ANY /v1/me/share_links/*")),
        # Devices are counted under a keyed hash. Whether a product is shown may hang on who asks.
        grants=(
            read("marketing"), write("marketing"), remove("marketing"), read("catalog"), read("promotions"), read("loyalty"),
            unless_erased(), *look_up_key(),
        ),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="notices",
        domain="marketing",
        trigger=Http(("GET /v1/notices",)),
        grants=(read("marketing", "listed"),),
    ),
    Function(
        name="marketing-people",
        domain="marketing",
        handler="know_people",
        trigger=Queue("marketing-people", window=UNHURRIED),
        grants=(
            read("marketing", "listed"), write("marketing"), read("customers"), read("orders", "gsi1"), read("privacy"), check("privacy"),
            *person_keys(), read_secret("privacy"),
        ),
        timeout=30,
    ),
    Function(
        name="marketing-jobs",
        domain="marketing",
        handler="work_on_files",
        trigger=Queue("marketing-jobs", batch_size=1, concurrency=2),
        grants=(read("marketing", "listed"), read("platform"), write("platform"), read_objects("jobs"), write_objects("jobs")),
        timeout=30,
    ),
    Function(
        name="marketing-worker",
        domain="marketing",
        handler="work",
        trigger=Queue("marketing-work", batch_size=1, concurrency=5),
        grants=(
            read("marketing", "listed"), write("marketing"), remove("marketing"), check("privacy"), read("notifications"),
            send("marketing-work"),
            # Whether what somebody waits for is there, and for them; what lies in a cart that was left, whose orders are affected.
            read("catalog"), read("stock"), read("promotions"), read("loyalty"), read("carts"), read("orders", "gsi1"), *person_keys(),
            read_secret("privacy"),
            # Who was there before is taken in.
            read("customers", "gsi1"), read("privacy"),
            # Whether the form of a survey is still open.
            read("aftersales"),
        ),
        memory=1024,
        timeout=60,
    ),
    Function(
        name="marketing-sweep",
        domain="marketing",
        handler="sweep",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("marketing", "due"), send("marketing-work")),
        timeout=30,
        concurrency=1,
    ),
    Function(
        name="marketing-outcomes",
        domain="marketing",
        handler="note_outcomes",
        trigger=Queue("marketing-outcomes", window=UNHURRIED),
        grants=(read("marketing"), write("marketing")),
        timeout=30,
    ),
)  # fmt: skip
