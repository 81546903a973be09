"""What staff need to come in, over HTTP."""

from __future__ import annotations

from functions.access.staff.policy import StaffPolicy, require_factor, staff_policy
from functions.access.store.records import AccessTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

policy_api = Api("staff")
_READ, _WRITE, _PATH = "staff.read", "staff.write", "/v1/admin/staff_settings"


class StaffSettings(Versioned):
    """`mfa_required_for_staff`: who works here has a second factor, or can do nothing but enrol one. Off at first."""

    mfa_required_for_staff: bool


class StaffSettingsView(StaffSettings):
    version: int


def _shown(policy: StaffPolicy, version: int) -> Reply:
    view = StaffSettingsView(mfa_required_for_staff=policy.mfa_required_for_staff, version=version)
    return Reply(view, etag=str(version))


_document = Document("staff", _shown, lambda: _shown(*staff_policy()))


@policy_api.operation("GET", _PATH, summary="What is required of staff", permission=_READ, response=StaffSettingsView)
def read_settings(_req: Request[NoBody, NoQuery]) -> Reply:
    return _shown(*staff_policy())


@policy_api.operation(
    "PUT",
    _PATH,
    summary="Require a second factor of staff, or no more",
    permission=_WRITE,
    body=StaffSettings,
    response=StaffSettingsView,
    idempotent=AccessTable,
    scope=WHOLE_SHOP,
    errors=[(409, "own_factor_missing")],
)
def change_settings(req: Request[StaffSettings, NoQuery]) -> Reply:
    """Within a minute, sessions of staff without one are 403 `factor_required` everywhere but at `/v1/me/factors`. Who switches it on has
    one. Keys of machines go on."""
    wanted, remember = req.body.mfa_required_for_staff, _document.remembering(req)
    return _shown(*require_factor(wanted, expected=req.if_match(), caller=req.caller, remember=remember))


_document.restored_by(
    policy_api,
    change_settings,
    _PATH,
    body=StaffSettings,
    response=StaffSettingsView,
    permission="staff.write",
    idempotent=AccessTable,
    scope=WHOLE_SHOP,
    errors=[(409, "own_factor_missing")],
)
