"""What people agreed to, for staff: to see, and to note what somebody told them."""

from __future__ import annotations

from functions.privacy.consents.decided import decide, person_of
from functions.privacy.consents.schemas import ConsentsOut, PersonConsentsIn, PersonQuery
from functions.privacy.model.consent import Consent, Source
from functions.privacy.store.consents import consents_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable

admin_consents_api = Api("privacy")
_PATH = "/v1/admin/consents"


@admin_consents_api.operation(
    "GET", _PATH, summary="What a person agreed to", permission="customers.read", query=PersonQuery, response=ConsentsOut
)
def get_consents_of(req: Request[NoBody, PersonQuery]) -> ConsentsOut:
    return ConsentsOut.of(consents_of(person_of(req.query)))


@admin_consents_api.operation(
    "PUT", _PATH, summary="Note what a person agreed to or took back", permission="customers.write", body=PersonConsentsIn,
    response=ConsentsOut, idempotent=PrivacyTable,
)  # fmt: skip
def put_consents_of(req: Request[PersonConsentsIn, NoQuery]) -> Reply:
    """Where they said no, that stays: they alone undo it. The answer is what counts."""

    def render(known: list[Consent]) -> Reply:
        return Reply(ConsentsOut.of(known))

    return render(decide(person_of(req.body), req.body, Source.STAFF, actor=req.caller.actor, remember=req.remembering(render)))
