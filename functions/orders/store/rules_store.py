"""The shop's rules: read once a minute and process, changed by staff under their version. What was never set is built in.

A change is seen everywhere within a minute. Meanwhile two processes may price a cart differently; then the preview's hash differs,
and the buyer is shown the new price instead of being charged it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from functions.orders.model.default_rules import built_in
from functions.orders.model.review.rules import ReviewRules
from functions.orders.model.shop_rules import ShippingRules, ShopRules
from functions.orders.store.records import RulesRecord
from functions.orders.store.rules_parts import PK, SK, Rules, Stored, in_order
from functions.shared.plain.errors import VersionConflict
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.listing import in_partition
from functions.shared.store.transactions import Remember, Write, transact

S = TypeVar("S", bound=Rules)
Besides = Callable[[S, int], Sequence[Write]]

_KEEP_SECONDS = 50


def _nothing(_rules: Rules, _version: int) -> Sequence[Write]:
    return ()


def shop_rules() -> ShopRules:
    """One Query (one more per MB of rules), or nothing within a minute of the last one."""
    return _rules()


def forget() -> None:
    """The rules are read again at their next use: after this process changed them, and between tests."""
    _rules.forget()


def _read_rules() -> ShopRules:
    built = _built_in()

    def attempt() -> ShopRules:
        items = _items("")

        def section(default: S) -> S:
            return _stored(type(default), items).rules(default)

        return ShopRules(
            section(built.shipping),
            section(built.tax),
            section(built.checkout),
            section(built.cases),
            section(built.hooks),
            section(built.hook_secrets),
        )

    return again(attempt)


_rules = Kept(_KEEP_SECONDS, _read_rules)


def carriers_off() -> frozenset[str]:
    """Which carriers were switched off before shipping kept the switches (ADR 39), as stored this moment. One Query."""
    return frozenset(read_section(ShippingRules)[0].carriers_off)


def _items(beginning: str) -> dict[str, RulesRecord]:
    """Consistently read: a rule that was just taken away must not look like one that was never there."""
    return {record.sk: record for record in in_partition(RulesRecord, PK, beginning=beginning)}


def _stored(shape: type[S], items: dict[str, RulesRecord]) -> Stored:
    own = SK[shape]
    return Stored(shape, {sk: record for sk, record in items.items() if sk == own or sk.startswith(f"{own}#")})


def _built_in() -> ShopRules:
    return built_in(settings().default_currency, "sandbox" if settings().is_local else "manual")


def _default(shape: type[S]) -> S:
    built = _built_in()
    parts = (built.shipping, built.tax, built.checkout, built.cases, built.hooks, built.hook_secrets, ReviewRules())
    return next(part for part in parts if isinstance(part, shape))


def read_section(shape: type[S]) -> tuple[S, int]:
    """The section as it is this moment and its version, 0 while it is the built-in one. One Query (one more per MB)."""

    def attempt() -> tuple[S, int]:
        stored = _stored(shape, _items(SK[shape]))
        rules: S = stored.rules(_default(shape))
        return rules, stored.version

    return again(attempt)


def change_section(
    shape: type[S], edit: Callable[[S], S], *, if_match: int | None, remember: Remember[S, int], besides: Besides[S] = _nothing
) -> tuple[S, int]:
    """The section after `edit` (which may run more than once) and its version. `besides`: what is written with it, also where nothing
    changed. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[S, int]:
        stored = _stored(shape, _items(SK[shape]))
        before: S = stored.rules(_default(shape))
        version = stored.version
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        after: S = in_order(edit(before))
        if after == in_order(before):
            transact([*besides(after, version), *remember(after, version)])
            return after, version
        transact([*stored.writes(after), *besides(after, version + 1), *remember(after, version + 1)])
        return after, version + 1

    try:
        return again(attempt)
    finally:
        forget()
