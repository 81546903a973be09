"""What I agreed to."""

from __future__ import annotations

from functions.privacy.consents.decided import decide
from functions.privacy.consents.schemas import ConsentsIn, ConsentsOut
from functions.privacy.model.consent import Consent, Source
from functions.privacy.store.consents import consents_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable

consents_api = Api("privacy")
_PATH = "/v1/me/consents"


@consents_api.operation("GET", _PATH, summary="What I agreed to", permission=SIGNED_IN, response=ConsentsOut)
def get_consents(req: Request[NoBody, NoQuery]) -> ConsentsOut:
    return ConsentsOut.of(consents_of(req.caller.id))


@consents_api.operation(
    "PUT", _PATH, summary="Agree, or take it back", permission=SIGNED_IN, body=ConsentsIn, response=ConsentsOut, idempotent=PrivacyTable
)
def put_consents(req: Request[ConsentsIn, NoQuery]) -> Reply:
    """What is not named stays as it is. Each decision is kept with its date and the words that were shown."""

    def render(known: list[Consent]) -> Reply:
        return Reply(ConsentsOut.of(known))

    return render(decide(req.caller.id, req.body, Source.ACCOUNT, actor=req.caller.actor, remember=req.remembering(render)))
