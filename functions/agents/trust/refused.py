"""Why a call is refused before it is looked at: the protocol's words, with their statuses (UCP overview, "Negotiation errors" and
"Message signatures")."""

from __future__ import annotations

from functions.shared.plain.errors import ShopError

_STATUS = {
    "invalid_profile_url": 400, "profile_unreachable": 424, "profile_malformed": 422, "version_unsupported": 422,
    "profile_not_trusted": 403, "signature_missing": 401, "signature_invalid": 401, "key_not_found": 401,
    "digest_mismatch": 400, "algorithm_unsupported": 400, "invalid_request": 400, "idempotency_key_required": 400,
    "unauthorized": 401, "timestamp_outside_window": 401, "unsupported_api_version": 400, "identity_required": 401,
    "insufficient_scope": 403,
}  # fmt: skip


class Refused(ShopError):
    """`pointer`: what of the body is wrong."""

    title = "The call is refused"

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(detail, code=code)
        self.status, self.pointer = _STATUS[code], pointer
