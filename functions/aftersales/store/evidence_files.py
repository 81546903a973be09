"""Files that prove something: announced for one order, and of use for that order alone."""

from __future__ import annotations

from collections.abc import Sequence

from functions.aftersales.store.records import EVIDENCE_SK, EvidenceRecord, evidence_pk
from functions.shared.outside import objects
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.sealing import opened_body, sealed_body
from functions.shared.store.records import find_many

_FOLDER = "case-evidence"
_SEALED = ("filename",)


@dataclass(frozen=True)
class EvidenceFile:
    id: str
    order_id: str
    filename: str
    content_type: str
    announced_at: str

    @property
    def key(self) -> str:
        return f"{_FOLDER}/{self.order_id}/{self.id}"


def evidence_files(media_ids: Sequence[str]) -> dict[str, EvidenceFile]:
    keys = [(evidence_pk(one), EVIDENCE_SK) for one in media_ids if ids.is_id("med", one)]
    found = find_many({EvidenceRecord: keys}) if keys else {}
    records = [record for record in found.values() if isinstance(record, EvidenceRecord)]
    files = [opened_body(EvidenceFile, record.body, place=f"{record.pk}|{record.sk}") for record in records]
    return {one.id: one for one in files}


def evidence_body(file: EvidenceFile) -> str:
    """People name files after themselves: sealed with the key of the order (ADR 77)."""
    return sealed_body(file, _SEALED, key=file.order_id, place=f"{evidence_pk(file.id)}|{EVIDENCE_SK}")


def check_evidence(order_id: str, media_ids: Sequence[str]) -> None:
    """Raises Invalid (422 `unknown_evidence`, `evidence_missing`): what belongs to another order is not known here."""
    files, faults = evidence_files(media_ids), []
    for n, media_id in enumerate(media_ids):
        file = files.get(media_id)
        if file is None or file.order_id != order_id:
            faults.append(Fault(f"/evidence/{n}", "unknown_evidence", "No such file was announced for this order."))
        elif objects.size_of(file.key) is None:
            faults.append(Fault(f"/evidence/{n}", "evidence_missing", "The file was announced, but not sent yet."))
    if faults:
        raise Invalid("This evidence cannot be used.", faults=faults, code=faults[0].code)
