"""Links, codes and statements whose state changes between the look and the write: each condition of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.agents.linking import proof, tokens
from functions.agents.store import links
from functions.agents.store.records import LinkedRecord, OAuthRecord
from functions.shared.plain import ids
from functions.shared.store.transactions import transact
from tests.integration.agents.agent import basket
from tests.integration.agents.linking.oauth import ADA, BACK, BUYS, READS, URL, Linking, allowed, asking, code, entry, named, with_token
from tests.integration.orders.buyer import a_variant
from tests.support.http import Answer


def before_the_write(monkeypatch: pytest.MonkeyPatch, record: type[Any], meanwhile: Callable[[], Any]) -> None:
    """`meanwhile` happens once, after everything was looked at and before the first record of this kind is written."""

    def write(writes: Any) -> None:
        if any(record in (getattr(one, "model", None), type(getattr(one, "record", None))) for one in writes):
            monkeypatch.setattr(links, "transact", transact)
            meanwhile()
        transact(writes)

    monkeypatch.setattr(links, "transact", write)


def test_a_link_that_is_made_in_the_moment_of_another_loses_nothing(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two codes of one customer at once: the later one stands, with what both allowed."""
    buys, reads = (allowed(ADA, asking(URL, scope=scope))["code"] for scope in (BUYS, READS))
    first: list[Answer] = []
    before_the_write(monkeypatch, LinkedRecord, lambda: first.append(link.exchange(reads)))
    later = link.exchange(buys)
    assert (first[0].status, later.json["scope"]) == (200, f"{BUYS} {READS}")
    (one,) = links.links_of(ids.customer_id(ADA))
    assert (one.version, list(one.scopes)) == (2, [BUYS, READS])
    mug = a_variant()
    assert with_token(link, later.json["access_token"], basket((mug, 1))).status == 201
    assert code(with_token(link, first[0].json["access_token"], basket((mug, 1)))) == (401, "identity_required")


def test_a_link_that_ends_while_its_end_is_asked_for_ends_once(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its customer and its agent at once: who is slower finds none, and a link that was made since stays."""
    given, customer = link.linked(ADA), ids.customer_id(ADA)
    before_the_write(monkeypatch, LinkedRecord, lambda: link.ask("/oauth/revoke", token=given["refresh_token"]))
    assert links.end_link(customer, URL) is False
    newer = list[dict[str, str]]()
    link.linked(ADA)
    before_the_write(monkeypatch, LinkedRecord, lambda: newer.append(link.linked(ADA)))
    assert links.end_link(customer, URL) is False
    assert with_token(link, newer[0]["access_token"], basket((a_variant(), 1))).status == 201


def test_a_statement_that_is_used_while_it_is_looked_at_is_refused(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has seen it on its way and is faster has used it; the other one's code stays for a statement of its own."""
    named(entry(URL), entry("https://other.example/p", BACK))
    said, mine = link.statement(), allowed(ADA, asking(URL))["code"]
    use, faster = links.use_proof, list[Answer]()

    def meanwhile(*told: Any) -> None:
        monkeypatch.setattr(proof, "use_proof", use)
        faster.append(link.ask("/oauth/revoke", statement=said, token="x"))
        use(*told)

    monkeypatch.setattr(proof, "use_proof", meanwhile)
    assert code(link.exchange(mine, statement=said)) == (401, "invalid_client")
    assert faster[0].status == 200
    assert link.exchange(mine).status == 200


def test_a_code_that_is_over_in_the_moment_it_is_used_is_no_link(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB takes it away between the look and its use: nothing is written in its place."""
    brought = allowed(ADA, asking(URL))["code"]
    pk = f"OAUTH#{links.CODE}#{ids.token_hash(brought)}"
    use, done = links.use_code, list[bool]()

    def late(secret: str) -> None:
        OAuthRecord.get(pk, pk).delete()
        done.append(True)
        use(secret)

    monkeypatch.setattr(tokens, "use_code", late)
    assert code(link.exchange(brought)) == (400, "invalid_grant")
    assert (done, links.links_of(ids.customer_id(ADA))) == ([True], [])
    assert list(OAuthRecord.scan(OAuthRecord.pk == pk)) == []
