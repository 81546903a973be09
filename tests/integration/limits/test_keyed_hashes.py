"""Counters hold nobody's address, login or network as a hash that could be guessed; those of before are taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from typing import Any

import boto3
import pytest

from functions.content.app import app as content
from functions.customers.app import app as customers
from functions.notifications.sending.guest_limit import has_room
from functions.orders.pages.link_limits import LinkAsked, asked_writes
from functions.shared.limits import limiting, local_counts
from functions.shared.limits.addresses import network_of
from functions.shared.limits.counters import hashed
from functions.shared.limits.limiting import Call, admit
from functions.shared.limits.rules import GUARDS, SIGN_IN_FROM, SIGN_IN_TO, SUBSCRIBE_FROM
from functions.shared.outside import clock
from functions.shared.plain.errors import TooManyRequests, Unavailable
from functions.shared.store.shards import MIGRATED
from functions.shared.store.transactions import transact
from infra.migrate import is_marked, migrate
from infra.migrating.drop_bare_hashes import BARE
from tests.integration.content.help_centre import Editor
from tests.support.http import Client
from tests.support.tables import snapshot

LOGIN, HOME = "nadine.kolk@example.com", "203.0.113.7"


def bare(*values: str) -> list[str]:
    """What somebody would try who has the tables and a list of addresses: each alone and beside what is the same for all."""
    rules = [rule.name for guard in GUARDS.values() for rule in (*guard.rules, *((guard.at_home,) if guard.at_home else ()))]
    guesses = [*values, *("\x1f".join(pair) for pair in product(values, repeat=2))]
    guesses += ["\x1f".join((rule, one)) for rule in rules for one in guesses]
    return [sha256(one.encode()).hexdigest()[:32] for one in guesses]


def test_no_key_is_a_hash_that_a_list_of_addresses_breaks() -> None:
    """O02, H14: of logins, networks and mailboxes, alone or together."""
    guest = Client(customers)
    guest.source_ip = HOME
    # There is no pool here; a try is counted before anybody looks.
    for path, body in (("login", {"password": "Wrong7horse"}), ("code", {})):
        assert guest.post(f"/v1/auth/{path}", {"login": LOGIN, **body}).status == 503
    transact([*(asked_writes(LinkAsked("ord_01JD0000000000000000000000", LOGIN)) or ())])
    assert has_room(LOGIN)
    reader = Client(content)
    reader.source_ip = HOME
    Editor().publishes("returns", en="Returns")
    assert reader.post("/v1/articles/returns/feedback", {"helpful": True}).status == 200
    kept = str(snapshot())
    assert [one for one in bare(LOGIN, HOME, network_of(HOME)) if one in kept] == []
    for prefix in ("COUNT#", "LINKS#", "TO#", "VOTE#"):
        assert prefix in kept


def test_where_there_is_no_key_guesses_are_refused_and_the_rest_is_counted_by_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: what is worth more than the moment waits; a shop does not close for want of a counter. Nothing is filed meanwhile."""

    def gone(_told: str) -> str:
        raise Unavailable("no KMS")

    monkeypatch.setattr(limiting, "unnamed", gone)
    with clock.frozen(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        with pytest.raises(Unavailable):
            admit("POST /v1/auth/code", Call(HOME, "", None, {}))
        ask = Call(HOME, "", None, {})
        for _ in range(SUBSCRIBE_FROM.most):
            admit("POST /v1/subscriptions", ask)
        with pytest.raises(TooManyRequests):
            admit("POST /v1/subscriptions", ask)
    assert snapshot()["limits"] == []
    local_counts.forget()


def test_what_was_filed_without_a_key_goes_and_the_rest_stays() -> None:
    """H14: by `shop migrate`. A counter that still runs holds back whom it holds back until its window is over."""
    dynamodb, now = boto3.client("dynamodb"), datetime(2026, 11, 26, 12, tzinfo=UTC)
    over, runs = str(int(now.timestamp()) - 1), str(int(now.timestamp()) + 300)

    def put(table: str, pk: str, sk: str, **more: Any) -> None:
        dynamodb.put_item(TableName=table, Item={"pk": {"S": pk}, "sk": {"S": sk}, "kind": {"S": "x"}, **more})

    old, new = sha256(b"a").hexdigest(), hashed("a")
    for table, pk, sk in (
        ("limits", f"COUNT#{old[:40]}", over), ("limits", f"HOME#{old[:40]}", "HOME"), ("orders", f"LINKS#{old[:32]}", "LINK#2026-11-26"),
        ("notifications", f"TO#{old}", "HOUR#2026-11-26T11"), ("content", "ART#art_1", f"VOTE#{old[:40]}"),
    ):  # fmt: skip
        put(table, pk, sk)
    stays = {
        ("limits", f"COUNT#{old[:40]}", runs), ("limits", f"COUNT#{new}", over), ("limits", f"HOME#{new}", "HOME"),
        ("limits", "KEY#key_1", "USED"), ("orders", f"LINKS#{old}", "LINK#2026-11-26"), ("orders", "ORD#ord_1", "LINK#2026-11-26"),
        ("notifications", f"TO#{old[:48]}", "HOUR#2026-11-26T11"), ("content", "ART#art_1", f"VOTE#{old}"),
        ("content", "ART#art_1", "TALLY"),
    }  # fmt: skip
    for one in stays:
        put(*one)
    with clock.frozen(now):
        for table in ("limits", "orders", "notifications", "content"):
            assert migrate(dynamodb, table, table).moved == (2 if table == "limits" else 1)
            assert is_marked(dynamodb, table, table)
    left = {(name, item["pk"]["S"], item["sk"]["S"]) for name in BARE for item in dynamodb.scan(TableName=name)["Items"]}
    assert {one for one in left if one[1] != MIGRATED[0]} == stays
    with clock.frozen(now + timedelta(hours=1)):
        assert migrate(dynamodb, "limits", "limits").moved == 1


def test_a_rule_by_an_id_of_ours_needs_no_key() -> None:
    """O02: so what has no right to keys counts as it did."""
    assert {rule.name for guard in GUARDS.values() for rule in guard.rules if not rule.is_personal} == {
        "coupon.cart", "change_contact.customer", "confirm_change.customer", "gift_card.cart", "gift_card.customer",
    }  # fmt: skip
    assert SIGN_IN_FROM.is_personal
    assert SIGN_IN_TO.is_personal
