"""What has to be proven of customers, over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.access.store.records import AccessTable
from functions.access.verification.settings import Verification, require_verified, verification
from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

verification_api = Api("staff")
_PATH = "/v1/admin/verification_settings"


class VerificationSettings(Versioned):
    required: list[Literal["email", "phone"]] = Field(
        max_length=2, description="What has to be proven of a customer, all of it. Empty: nothing, as at first.", examples=[["phone"]]
    )


class VerificationSettingsView(VerificationSettings):
    version: int


def _shown(said: Verification, version: int) -> Reply:
    return Reply(VerificationSettingsView.model_validate({"required": list(said.required), "version": version}), etag=str(version))


_document = Document("verification", _shown, lambda: _shown(*verification()))


@verification_api.operation(
    "GET", _PATH, summary="What has to be proven of customers", permission="settings.read", response=VerificationSettingsView
)
def read_verification(_req: Request[NoBody, NoQuery]) -> Reply:
    return _shown(*verification())


@verification_api.operation(
    "PUT", _PATH, summary="Say what has to be proven of customers", permission="settings.write", body=VerificationSettings,
    response=VerificationSettingsView, idempotent=AccessTable,
)  # fmt: skip
def change_verification(req: Request[VerificationSettings, NoQuery]) -> Reply:
    """Within a minute, what is for verified customers alone (writing reviews, buying in one call, a payment password) is 403
    `verification_required` for who has not proven it; the answer says what is `missing`."""
    remember = _document.remembering(req)
    return _shown(*require_verified(tuple(req.body.required), expected=req.if_match(), caller=req.caller, remember=remember))


_document.restored_by(
    verification_api,
    change_verification,
    _PATH,
    body=VerificationSettings,
    response=VerificationSettingsView,
    permission="settings.write",
    idempotent=AccessTable,
)
