"""Staff say who is asked, and get the secret that the questions are signed with. The secret is told once and is in no document."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.model.hooks.rules import HookKind, HookRules, HookSecrets
from functions.orders.store.rules_store import change_section, read_section
from functions.shared.outside.observability import fact
from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.settings import settings
from functions.shared.plain.web.kept_secret import KeptSecret
from functions.shared.sealing.signing_secrets import new_secret, rotated_secret
from functions.shared.store.transactions import Remember

KeptOf = list[KeptSecret]


def set_hooks(rules: HookRules, *, if_match: int | None, remember: Remember[HookRules, int]) -> tuple[HookRules, int]:
    """Raises VersionConflict (409), Invalid (422) for an address that is not called, and `secret_missing` for a hook that is to be asked
    and has no secret yet."""
    secrets, _ = read_section(HookSecrets)
    for kind in HookKind:
        hook = rules.of(kind)
        if hook is not None:
            checked_url(hook.url, local=settings().may_loop_back, pointer=f"/{kind.value}/url")
    bare = [kind for kind in HookKind if rules.in_use(kind) and not secrets.of(kind)]
    if bare:
        faults = [Fault(f"/{kind.value}", "secret_missing", "Make its secret first, and have it checked over there.") for kind in bare]
        raise Invalid("A hook is asked once it can tell that it is us.", faults=faults, code="secret_missing")
    after, version = change_section(HookRules, lambda _: rules, if_match=if_match, remember=remember)
    fact("hooks.set", version=version, in_use=[kind.value for kind in HookKind if after.in_use(kind)])
    return after, version


def make_secret(kind: HookKind, overlap: timedelta, *, remember: Remember[HookKind, KeptOf, str]) -> tuple[HookKind, KeptOf, str]:
    """A new secret, which is told this once; for `overlap` questions are signed with the one of before, too. Raises Unavailable while
    there is no key to seal with."""
    told: list[str] = []

    def edit(before: HookSecrets) -> HookSecrets:
        kept = before.of(kind)
        text, after = rotated_secret(kept, overlap) if kept else _first()
        told[:] = [text]
        return replace(before, by_kind={**before.by_kind, kind: after})

    after, _ = change_section(
        HookSecrets, edit, if_match=None, remember=lambda secrets, _version: remember(kind, secrets.of(kind), told[0])
    )
    fact("hook.secret_made", hook=kind.value)
    return kind, after.of(kind), told[0]


def _first() -> tuple[str, KeptOf]:
    text, kept = new_secret()
    return text, [kept]
