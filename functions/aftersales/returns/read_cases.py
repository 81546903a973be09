"""Cases as they are read: one with what happened in it, those of an order, one's own."""

from __future__ import annotations

from dataclasses import field

from functions.aftersales.model.case import Case
from functions.aftersales.returns.whose_case import Asking, seen_case
from functions.aftersales.store.cases import cases_of, pieces_of
from functions.aftersales.store.evidence_files import EvidenceFile, evidence_files
from functions.aftersales.store.records import AftersalesTable, case_pk
from functions.orders import bought_pieces
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import envelope_of
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_all


@dataclass(frozen=True)
class CaseSeen:
    """`events` oldest first."""

    case: Case
    events: list[Envelope] = field(default_factory=list)
    files: list[EvidenceFile] = field(default_factory=list)


def read_case(case_id: str, asking: Asking) -> CaseSeen:
    """Raises NotFound."""
    return with_details(seen_case(case_id, asking)[0])


def with_details(case: Case) -> CaseSeen:
    """One Query, and one BatchGetItem where there is evidence."""
    told = query_all(AftersalesTable, case_pk(case.id), range_condition=AftersalesTable.sk.startswith("EVT#"))
    files = evidence_files(case.evidence)
    return CaseSeen(case, [envelope_of(item) for item in told], [files[one] for one in case.evidence if one in files])


def cases_of_order(order_id: str, asking: Asking) -> list[Case]:
    """Oldest first. Raises NotFound."""
    bought_pieces(order_id, caller=asking.caller, order_token=asking.order_token)
    return cases_of(pieces_of(order_id))
