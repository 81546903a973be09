"""What authenticators answer, made by `webauthn` (py_webauthn) and judged by it. Loaded where somebody makes or shows a passkey only: it
takes half a second.

User verification (a PIN, a finger, a face) is always asked for: a passkey is two factors in itself. Who made the authenticator is not
looked at: what attests it is taken off before anything is verified, so that no certificate of anybody's is ever read.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from functions.customers.model.passkeys import BEGUN_LASTS, Passkey
from functions.shared.plain.deferred import dataclass


class Unproven(Exception):
    """The answer proves nothing. Its text says why, for the log: it holds nothing personal."""


@dataclass(frozen=True)
class NewKey:
    credential: str
    key: str
    count: int
    synced: bool


def options_for(
    site: str, challenge: str, *, person: str, login: str, others: Sequence[Passkey]
) -> dict[str, Any]:  # fmt: skip
    """Options for `navigator.credentials.create` (PublicKeyCredentialCreationOptionsJSON). `person` is the user handle: by it the answer
    of a passkey alone says whose it is. `others`: what is on an authenticator already."""
    import webauthn
    from webauthn.helpers import options_to_json_dict, structs

    options = webauthn.generate_registration_options(
        rp_id=site,
        rp_name=site,
        user_id=person.encode(),
        user_name=login,
        user_display_name=login,
        challenge=_bytes(challenge),
        timeout=int(BEGUN_LASTS.total_seconds() * 1000),
        attestation=structs.AttestationConveyancePreference.NONE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(one.credential)) for one in others],
    )
    return dict(options_to_json_dict(options))


def proven_new(answer: Mapping[str, Any], *, challenge: str, site: str, origins: Sequence[str]) -> NewKey:
    """Raises Unproven."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=_unattested(answer),
            expected_challenge=_bytes(challenge),
            expected_rp_id=site,
            expected_origin=list(origins),
            require_user_verification=True,
        )
    except _refusals() as error:
        raise Unproven(type(error).__name__) from error
    synced = made.credential_backed_up
    return NewKey(bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key), made.sign_count, synced)


def proven_use(answer: Mapping[str, Any], passkey: Passkey, *, challenge: str, origins: Sequence[str]) -> int:
    """The counter that it told; whether that is more than before is the caller's to ask (`is_copied`). Raises Unproven."""
    import webauthn

    try:
        used = webauthn.verify_authentication_response(
            credential=dict(answer),
            expected_challenge=_bytes(challenge),
            expected_rp_id=passkey.site,
            expected_origin=list(origins),
            credential_public_key=_bytes(passkey.key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _refusals() as error:
        raise Unproven(type(error).__name__) from error
    return used.new_sign_count


def _unattested(answer: Mapping[str, Any]) -> dict[str, Any]:
    from webauthn.helpers import bytes_to_base64url, encode_cbor, parse_cbor

    attested = parse_cbor(_bytes(answer["response"]["attestationObject"]))
    if not isinstance(attested, dict) or not isinstance(attested.get("authData"), bytes):
        raise ValueError("no authenticator data")
    bare = encode_cbor({"fmt": "none", "attStmt": {}, "authData": attested["authData"]})
    return {**answer, "response": {**answer["response"], "attestationObject": bytes_to_base64url(bare)}}


def _refusals() -> tuple[type[Exception], ...]:
    """What the library and what it stands on raise for what is not well made."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
