"""Staff say who may not buy, and where agents with keys are told of their orders. The secret of a hook is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.agents.model.linking import is_loopback
from functions.agents.model.rules import AgentRules, HookSecrets
from functions.agents.store.rules import change, stored
from functions.shared.outside.observability import fact
from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.settings import settings
from functions.shared.plain.web.kept_secret import KeptSecret
from functions.shared.sealing.signing_secrets import new_secret, rotated_secret
from functions.shared.store.transactions import Remember


def set_rules(wanted: AgentRules, *, if_match: int | None, remember: Remember[AgentRules, int]) -> tuple[AgentRules, int]:
    """Raises VersionConflict (409), Invalid (422) for an address that is not called, `named_twice`, and `secret_missing` for a key that has
    no secret yet."""
    secrets, seen, faults = stored(HookSecrets)[0], set[str](), list[Fault]()
    for n, hook in enumerate(wanted.order_hooks):
        checked_url(hook.url, local=settings().may_loop_back, pointer=f"/order_hooks/{n}/url")
        if hook.key_id in seen:
            faults.append(Fault(f"/order_hooks/{n}/key_id", "named_twice", "One address for each key."))
        elif not secrets.by_key.get(hook.key_id):
            faults.append(Fault(f"/order_hooks/{n}/key_id", "secret_missing", "Make its secret first, and have it checked over there."))
        seen.add(hook.key_id)
    for n, key_id in enumerate(wanted.signing):
        if not secrets.by_key.get(key_id):
            faults.append(Fault(f"/signed_requests/{n}", "secret_missing", "Make its secret first, and have it sign over there."))
    faults += _linking(wanted)
    if faults:
        raise Invalid("Not all of these can be told.", faults=faults, code=faults[0].code)
    done = change(AgentRules, lambda _: wanted, if_match=if_match, remember=remember)
    fact("agent_rules.set", version=done[1], blocked=len(wanted.blocked))
    return done


def _linking(wanted: AgentRules) -> list[Fault]:
    """Customers are sent back to nothing but https, or to their own machine."""
    faults, seen = list[Fault](), set[str]()
    for n, one in enumerate(wanted.linking):
        checked_url(one.profile, local=settings().may_loop_back, pointer=f"/linking/{n}/profile")
        if one.profile in seen:
            faults.append(Fault(f"/linking/{n}/profile", "named_twice", "One entry for each profile."))
        seen.add(one.profile)
        for m, address in enumerate(one.redirect_uris):
            at = f"/linking/{n}/redirect_uris/{m}"
            if "#" in address:
                faults.append(Fault(at, "invalid_url", "An address to return to has no fragment."))
            elif not (address.startswith(("http://127.0.0.1", "http://[::1]")) and is_loopback(address)):
                checked_url(address, local=settings().may_loop_back, pointer=at)
    return faults


def make_secret(key_id: str, overlap: timedelta, *, remember: Remember[str, str]) -> tuple[str, str]:
    """A new secret; for `overlap` the one of before counts, too. Raises Unavailable while there is no key to seal with."""
    told: list[str] = []

    def edit(before: HookSecrets) -> HookSecrets:
        kept = list(before.by_key.get(key_id, ()))
        text, after = rotated_secret(kept, overlap) if kept else _first()
        told[:] = [text]
        return replace(before, by_key={**before.by_key, key_id: after})

    change(HookSecrets, edit, if_match=None, remember=lambda _secrets, _version: remember(key_id, told[0]))
    fact("agent_hook.secret_made", key_id=key_id)
    return key_id, told[0]


def _first() -> tuple[str, list[KeptSecret]]:
    text, kept = new_secret()
    return text, [kept]
