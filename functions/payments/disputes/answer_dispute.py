"""Staff answer a dispute: collect evidence until the deadline, then hand it over, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Any

from functions.payments.model.dispute import Dispute, DisputeStatus, EvidenceFile
from functions.payments.model.errors import Declined, ProviderError, Unsupported
from functions.payments.providers import provider_named
from functions.payments.store.dispute_store import KnownDispute, changed, find_dispute
from functions.payments.store.repository import history
from functions.shared.outside import clock, fresh
from functions.shared.outside.objects import Form, download_url, upload_form
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound, Unavailable, VersionConflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, transact

MOST_FILES = 10
LARGEST_FILE = 5 * 1024 * 1024
CONTENT_TYPES = ("application/pdf", "image/png", "image/jpeg")
_LENT = timedelta(minutes=15)
_HANDING_LASTS = timedelta(minutes=1)


class _BeingHanded(Overtaken):
    """`seconds`: so long at most."""

    def __init__(self, until: str) -> None:
        super().__init__("The evidence is being handed over at this moment.")
        self.seconds = ceil((times.parse(until) - clock.now()).total_seconds())


@dataclass(frozen=True)
class Upload:
    file: EvidenceFile
    form: Form


def dispute_named(dispute_id: str) -> KnownDispute:
    """Raises NotFound."""
    known = find_dispute(dispute_id)
    if known is None:
        raise NotFound("There is no such dispute.")
    return known


def write_evidence(
    dispute_id: str, evidence: Mapping[str, str], *, submit: bool, by: str, if_match: int | None, remember: Remember[KnownDispute]
) -> KnownDispute:
    """The case with the evidence (an empty text takes a field back). `submit` hands it over: afterwards nothing can be changed.

    Raises NotFound, Conflict (`dispute_closed`, `evidence_submitted`, `deadline_passed`), VersionConflict, Invalid (`no_evidence`),
    Unavailable when the provider's answer is not known: repeat.
    """

    def attempt() -> KnownDispute:
        known = _answerable(dispute_id)
        if if_match is not None and if_match != known.version:
            raise VersionConflict(known.version)
        merged = {name: text for name, text in {**known.dispute.evidence, **evidence}.items() if text}
        dispute = replace(known.dispute, evidence=merged)
        if not submit:
            return _write(known, dispute, known.status, remember)
        if not merged and not dispute.files:
            raise Invalid("There is no evidence to submit.", code="no_evidence")
        until = times.iso(clock.now() + _HANDING_LASTS)
        return _write(known, replace(dispute, handing_until=until), known.status, lambda _: [])

    try:
        written = again(attempt)
    except _BeingHanded as handing:
        # Whoever began it may have died: then it can be done once their time is over.
        raise Unavailable(handing.detail, code=handing.code, retry_after=handing.seconds) from handing
    return _submit(written.dispute, by, remember) if submit else written


def _submit(dispute: Dispute, by: str, remember: Remember[KnownDispute]) -> KnownDispute:
    """It is written before that it is being handed over: of two at once one does, and what it hands over is what is kept."""
    try:
        delivered = _hand_over(dispute)
    except (Conflict, Unavailable):
        again(lambda: _handed(dispute.id, lambda _: [], handing_until=""))
        raise
    told = {"submitted_at": times.iso(clock.now()), "submitted_by": by, "delivered": delivered, "handing_until": ""}
    return again(lambda: _handed(dispute.id, remember, **told))


def _handed(dispute_id: str, remember: Remember[KnownDispute], **told: Any) -> KnownDispute:
    """An outcome that was told meanwhile stays."""
    known = dispute_named(dispute_id)
    after = replace(known.dispute, **told)
    status = DisputeStatus.SUBMITTED if after.submitted_at and not known.status.is_over else known.status
    return _write(known, after, status, remember)


def add_file(dispute_id: str, name: str, content_type: str, *, remember: Remember[Upload]) -> Upload:
    """A right to upload one file, which from then on belongs to the evidence."""

    def attempt() -> Upload:
        known = _answerable(dispute_id)
        if len(known.dispute.files) >= MOST_FILES:
            raise Conflict(f"{MOST_FILES} files are the most.", code="too_many_files")
        file = EvidenceFile(fresh.new_id("fls"), name, content_type)
        form = upload_form(_object(known.dispute, file), content_type=content_type, max_size=LARGEST_FILE, lasts=_LENT)
        upload = Upload(file, form)
        _write(known, replace(known.dispute, files=[*known.dispute.files, file]), known.status, lambda _: remember(upload))
        return upload

    return again(attempt)


def file_url(dispute: Dispute, file: EvidenceFile) -> str:
    """Where staff read it, for a quarter of an hour."""
    return download_url(_object(dispute, file), lasts=_LENT, filename=file.name)


def _answerable(dispute_id: str) -> KnownDispute:
    known = dispute_named(dispute_id)
    if known.status.is_over:
        raise Conflict("This dispute is decided.", code="dispute_closed")
    if known.status is DisputeStatus.SUBMITTED:
        raise Conflict("The evidence is handed over.", code="evidence_submitted")
    if times.iso(clock.now()) >= known.dispute.deadline:
        raise Conflict("The time to answer is over.", code="deadline_passed")
    if known.dispute.handing_until > times.iso(clock.now()):
        raise _BeingHanded(known.dispute.handing_until)
    return known


def _hand_over(dispute: Dispute) -> bool:
    """Whether the provider took it from us. Files are handed in by people: no provider takes them by an address."""
    payment = history(dispute.payment_id)
    if payment is None:
        raise NotFound("There is no such payment.")
    try:
        provider_named(dispute.provider).answer_dispute(payment.attempt, dispute.provider_ref, dispute.evidence)
    except Unsupported:
        return False
    except Declined as error:
        raise Conflict("The provider does not take the evidence.", code="evidence_refused", reason=error.code) from error
    except ProviderError as error:
        raise Unavailable("The provider's answer is not known. Repeat the call.", code="provider_unavailable") from error
    return True


def _write(known: KnownDispute, dispute: Dispute, status: DisputeStatus, remember: Remember[KnownDispute]) -> KnownDispute:
    after = KnownDispute(dispute, status, known.version + 1)
    transact([changed(dispute, status, known.version), *remember(after)])
    fact("dispute.changed", dispute_id=dispute.id, payment_id=dispute.payment_id, status=status.value)
    return after


def _object(dispute: Dispute, file: EvidenceFile) -> str:
    return f"disputes/{dispute.id}/{file.id}"
