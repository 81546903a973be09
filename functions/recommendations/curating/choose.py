"""What staff chose to go with a product."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog import product_titles
from functions.recommendations.store.records import CURATED_SK, CuratedRecord, product_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Fault, Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


def chosen_for(product_id: str) -> tuple[list[str], int]:
    """And its version, 0 while there is none. Raises NotFound for an unknown product."""
    _check_known(product_id)
    return _stored(product_id)


def choose(
    product_id: str, chosen: Sequence[str], *, if_match: int | None, remember: Remember[Sequence[str], int]
) -> tuple[Sequence[str], int]:
    """Raises NotFound, VersionConflict, Invalid (422 `itself`, `twice`, `unknown_product`)."""
    _check_known(product_id)
    _check(product_id, chosen)

    def attempt() -> tuple[Sequence[str], int]:
        _, version = _stored(product_id)
        check_version(version, if_match)
        record = CuratedRecord(product_pk(product_id), CURATED_SK, kind="curated", body=dump(list(chosen)), version=version + 1)
        transact([locked_put(record, version), *remember(chosen, version + 1)])
        return chosen, version + 1

    return again(attempt)


def _stored(product_id: str) -> tuple[list[str], int]:
    record = find(CuratedRecord, product_pk(product_id), CURATED_SK)
    return (load(list[str], record.body), int(record.version)) if record is not None else ([], 0)


def _check_known(product_id: str) -> None:
    if product_id not in product_titles([product_id]):
        raise NotFound("There is no such product.")


def _check(product_id: str, chosen: Sequence[str]) -> None:
    known = product_titles(chosen) if chosen else {}
    faults = []
    for place, one in enumerate(chosen):
        at = f"/product_ids/{place}"
        if one == product_id:
            faults.append(Fault(at, "itself", "A product does not go with itself."))
        elif one in chosen[:place]:
            faults.append(Fault(at, "twice", "It stands further up already."))
        elif one not in known:
            faults.append(Fault(at, "unknown_product", "There is no such product."))
    if faults:
        raise Invalid("These products cannot be chosen.", faults=faults)
