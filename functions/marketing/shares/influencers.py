"""Staff keep influencers: what they are called, what they get, and by what their own orders are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.marketing.model.share import Influencer
from functions.marketing.shares.who import phone_key
from functions.marketing.store.shares import find_influencer, influencer_put
from functions.privacy import email_key
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def make_influencer(sent: Mapping[str, Any], *, remember: Remember[Influencer]) -> Influencer:
    one = _with(Influencer(fresh.new_id("inf"), "", times.iso(clock.now())), sent)
    transact([influencer_put(one), *remember(replace(one, version=1))])
    return replace(one, version=1)


def edit_influencer(influencer_id: str, sent: Mapping[str, Any], *, if_match: int | None, remember: Remember[Influencer]) -> Influencer:
    """Raises NotFound, VersionConflict (409)."""

    def attempt() -> Influencer:
        before = influencer_named(influencer_id)
        check_version(before.version, if_match)
        one = _with(before, sent)
        after = replace(one, version=before.version + 1)
        transact([influencer_put(one), *remember(after)])
        return after

    return again(attempt)


def influencer_named(influencer_id: str) -> Influencer:
    """Raises NotFound."""
    found = find_influencer(influencer_id)
    if found is None:
        raise NotFound("There is no such influencer.")
    return found


def _with(one: Influencer, sent: Mapping[str, Any]) -> Influencer:
    plain = {name: value for name, value in sent.items() if name == "rate" or (name in {"name", "active"} and value is not None)}
    if "email" in sent:
        plain["email_key"] = email_key(sent["email"]) if sent["email"] else ""
    if "phone" in sent:
        plain["phone_key"] = phone_key(sent["phone"]) if sent["phone"] else ""
    return replace(one, **plain)
