"""Evidence over HTTP. A guest shows the order's token as X-Order-Token."""

from __future__ import annotations

from functions.aftersales.evidence.announce import announce
from functions.aftersales.evidence.schemas import EvidenceIn, EvidenceOffered
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.evidence_files import EvidenceFile
from functions.aftersales.store.records import AftersalesTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside.objects import Form

evidence_api = Api("returns")


def _offered(file: EvidenceFile, form: Form) -> Reply:
    return Reply(EvidenceOffered.of(file, form), 201)


@evidence_api.operation(
    "POST",
    "/v1/orders/{id}/evidence",
    summary="Announce a picture or paper for a return and get the form to upload it with",
    body=EvidenceIn,
    response=EvidenceOffered,
    status=201,
    idempotent=AftersalesTable,
    errors=[(404, "not_found"), (403, "forbidden"), (429, "too_many_uploads")],
    headers=("X-Order-Token",),
)
def post_evidence(req: Request[EvidenceIn, NoQuery]) -> Reply:
    """It can be used for returns of this order only, and is seen by its buyer and by staff."""
    asking = Asking(req.caller, req.headers.get("x-order-token"))
    made = announce(req.path["id"], req.body.filename, req.body.content_type, asking, remember=req.remembering(_offered))
    return _offered(*made)
