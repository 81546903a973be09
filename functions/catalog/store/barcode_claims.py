"""Each barcode belongs to one variant of the shop: the claims of an edit, and who has a code.

Claims stand in the transaction of the edit. Where an edit has more of them than fit, the rest is written ahead as `pending`. A pending
claim whose variant does not have the code after some minutes comes from an edit that was never written: whoever wants the code may take it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta

from functions.catalog.model.barcode import article_key
from functions.catalog.model.product import Variant
from functions.catalog.model.variant_plan import VariantPlan
from functions.catalog.store.records import VARIANT_SK, ClaimRecord, VariantRecord, barcode_key, variant_pk
from functions.catalog.store.repository import Taken
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import MAX_ACTIONS, Delete, Put, Write, transact

_BEGUN = timedelta(minutes=5)
"""Longer than a call can last."""
_BESIDES = 24
"""Actions of an edit that are not its variants'."""


@dataclass(frozen=True)
class CodeWrites:
    """`ahead` is written before the edit, `beside` in its transaction."""

    ahead: Sequence[Write] = field(default_factory=list)
    beside: Sequence[Write] = field(default_factory=list)

    def write_ahead(self) -> None:
        for start in range(0, len(self.ahead), MAX_ACTIONS):
            transact(self.ahead[start : start + MAX_ACTIONS])


def code_writes(plan: VariantPlan, *, kept: int) -> CodeWrites:
    """What the edit does to claims; one BatchGetItem if it changes barcodes. `kept`: further actions of its transaction.

    It, or one of the transactions, raises Taken (409 `barcode_taken`), which names the variant that has the code.
    """
    wanted = {key: (variant.id, code) for variant in (*plan.added, *plan.changed) for key, code in _codes(variant).items()}
    before = {key: variant.id for variant in plan.before.values() for key in _codes(variant)}
    new = {key: there for key, there in wanted.items() if before.get(key) != there[0]}
    gone = {key: owner for key, owner in before.items() if key not in wanted}
    if not new and not gone:
        return CodeWrites()
    names = [barcode_key(key) for key in (*new, *gone)]
    records = find_many({ClaimRecord: [(name, name) for name in names]})
    found = {record.pk: record for record in records.values() if isinstance(record, ClaimRecord)}
    holders = _holders(found.values())
    freed = (_disclaim(found[name], owner) for key, owner in gone.items() if (name := barcode_key(key)) in found)
    given_up = [one for one in freed if one is not None]
    room = MAX_ACTIONS - _BESIDES - kept - 2 * len(plan.added) - len(plan.changed) - len(given_up)
    claims = [_claim(key, *there, found.get(barcode_key(key)), before.get(key), holders) for key, there in new.items()]
    beside, ahead = claims[: max(room, 0)], claims[max(room, 0) :]
    return CodeWrites([_pending(one) for one in ahead], [*beside, *given_up])


def variant_of_barcode(code: str) -> Variant | None:
    """The variant that has the code, in whatever spelling. Two requests."""
    key = barcode_key(article_key(code))
    claim = find(ClaimRecord, key, key, consistent=False)
    record = find(VariantRecord, variant_pk(claim.owner), VARIANT_SK, consistent=False) if claim else None
    variant = load(Variant, record.body) if record else None
    return variant if variant and article_key(code) in _codes(variant) else None


def barcodes_of(variant_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Face: by variant, what `article_key` makes of its barcodes. One BatchGetItem per 100."""
    keys = [(variant_pk(one), VARIANT_SK) for one in dict.fromkeys(variant_ids)]
    found = find_many({VariantRecord: keys}, consistent=False) if keys else {}
    variants = (load(Variant, record.body) for record in found.values())
    return {variant.id: frozenset(_codes(variant)) for variant in variants}


def _codes(variant: Variant) -> dict[str, str]:
    return {article_key(code): code for code in variant.barcodes}


def _holders(found: Iterable[ClaimRecord]) -> Mapping[str, frozenset[str]]:
    """What the variants behind claims that were never confirmed have."""
    late = times.iso(clock.now() - _BEGUN)
    return barcodes_of({claim.owner for claim in found if claim.pending and claim.pending < late} or ())


def _claim(
    key: str, owner: str, code: str, claim: ClaimRecord | None, moved_from: str | None, holders: Mapping[str, frozenset[str]]
) -> Put:
    name = barcode_key(key)
    record = ClaimRecord(pk=name, sk=name, kind="claim", owner=owner)
    taken = Taken("barcode_taken", name, f"Another variant has the barcode {code}.")
    if claim is None:
        return Put(record, ClaimRecord.pk.does_not_exist(), taken)
    late = times.iso(clock.now() - _BEGUN)
    never_written = bool(claim.pending and claim.pending < late and key not in holders.get(claim.owner, frozenset()))
    if claim.owner not in (owner, moved_from) and not never_written:
        raise taken
    return Put(record, ClaimRecord.owner == claim.owner, Overtaken())


def _pending(claim: Put) -> Put:
    claim.record.pending = times.iso(clock.now())  # type: ignore[attr-defined]
    return claim


def _disclaim(claim: ClaimRecord, owner: str) -> Write | None:
    """None for a code that the shop had twice before codes were unique: it stays the other's."""
    return Delete(claim, ClaimRecord.owner == owner, Overtaken()) if claim.owner == owner else None
