"""Which customers linked which agents, and the codes and tokens of it: stored by their hash, and sealed, so that the table opens nothing.

A link lies where all of a customer lies, so that erasing them finds it. Its tokens name its grant: without it they are worth nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from functions.agents.model.linking import Link, joined
from functions.agents.store.records import LinkedRecord, OAuthRecord
from functions.orders import sealed, unsealed
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Update, put_new, transact
from functions.shared.store.versions import locked_put

CODE, ACCESS, REFRESH, PROOF = "CODE", "ACCESS", "REFRESH", "PROOF"
LASTS = {CODE: timedelta(minutes=5), ACCESS: timedelta(hours=1), REFRESH: timedelta(days=180)}
_USED = "used"


class Known(Exception):
    """It was used before."""


class Gone(Exception):
    pass


def keep_secret(kind: str, told: Mapping[str, str]) -> str:
    """A new code or token, which stands for what is `told` as long as its kind lasts."""
    secret = f"lnk_{fresh.new_token()}"
    until = int((clock.now() + LASTS[kind]).timestamp())
    pk = _pk(kind, secret)
    transact([put_new(OAuthRecord(pk=pk, sk=pk, kind="linking", body=sealed(json.dumps(dict(told))), ttl=until), Known())])
    return secret


def find_secret(kind: str, secret: str) -> dict[str, str] | None:
    """What it stands for; None once it is over."""
    pk = _pk(kind, secret)
    record = find(OAuthRecord, pk, pk)
    if record is None or int(record.ttl or 0) <= clock.now().timestamp():
        return None
    return dict(json.loads(unsealed(str(record.body))))


def use_code(code: str) -> None:
    """Once. Raises Known for who comes after."""
    pk = _pk(CODE, code)
    there = OAuthRecord.pk.exists() & OAuthRecord.state.does_not_exist()
    transact([Update(OAuthRecord, pk, pk, [OAuthRecord.state.set(_USED)], there, Known())])


def use_proof(agent: str, name: str, until: int) -> None:
    """An assertion is one request. Raises Known."""
    pk = _pk(PROOF, f"{agent}\x1f{name}")
    transact([put_new(OAuthRecord(pk=pk, sk=pk, kind="linking", body="", ttl=until), Known())])


def grant_of(code: str) -> str:
    """Of the tokens that a code becomes: who brings it twice names those that it became."""
    return ids.token_hash(f"grant\x1f{code}")


def find_link(customer: str, agent: str) -> Link | None:
    record = find(LinkedRecord, _customer(customer), _agent(agent))
    return replace(load(Link, str(record.body)), version=int(record.version)) if record else None


def links_of(customer: str) -> list[Link]:
    return [load(Link, str(one.body)) for one in in_partition(LinkedRecord, _customer(customer), beginning=_agent())]


def save_link(customer: str, link: Link) -> Link:
    """It replaces the one before, whose tokens end; what that one allowed stays allowed."""

    def attempt() -> Link:
        before = find_link(customer, link.agent)
        version = before.version if before else 0
        whole = replace(link, scopes=joined(link.scopes, before.scopes if before else ()), version=version + 1)
        record = LinkedRecord(
            pk=_customer(customer), sk=_agent(link.agent), kind="linked", body=dump(whole), version=whole.version,
        )  # fmt: skip
        transact([locked_put(record, version)])
        return whole

    return again(attempt)


def end_link(customer: str, agent: str, grant: str = "") -> bool:
    """Whether there was one. `grant`: only where it is that one."""
    record = find(LinkedRecord, _customer(customer), _agent(agent))
    if record is None or (grant and load(Link, str(record.body)).grant != grant):
        return False
    try:
        transact([Delete(record, LinkedRecord.body == record.body, Gone())])
    except Gone:
        return False
    return True


def _pk(kind: str, secret: str) -> str:
    return f"OAUTH#{kind}#{ids.token_hash(secret)}"


def _customer(customer: str) -> str:
    return f"CUS#{customer}"


def _agent(agent: str = "") -> str:
    return f"LINKED#{sha256(agent.encode()).hexdigest()}" if agent else "LINKED#"
