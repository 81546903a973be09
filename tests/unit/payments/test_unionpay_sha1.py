"""UnionPay's real certificates are signed with SHA-1: this must go on being possible when `cryptography` is renewed, and MD5 never."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import MD5, SHA1, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from functions.payments.model.errors import Forged
from functions.payments.model.provider import RawRequest
from functions.payments.providers.unionpay.adapter import UnionPayProvider
from infra.simulators import rsa
from infra.simulators.unionpay.certificates import issue
from infra.simulators.unionpay.signing import LEAF, MIDDLE
from tests.unit.payments.keys import own_keys
from tests.unit.payments.test_unionpay_notifications import NOW, PAID, signer

_RSA_SHA256 = bytes.fromhex("06092a864886f70d01010b")
_WITH = {"sha1": (SHA1(), bytes.fromhex("06092a864886f70d010105")), "md5": (MD5(), bytes.fromhex("06092a864886f70d010104"))}


def weakened(pem: str, issuer_key: str, algorithm: HashAlgorithm, oid: bytes) -> str:
    """The certificate with another algorithm named in it, signed anew: no library makes such ones any more."""
    made = x509.load_pem_x509_certificate(pem.encode())
    content = made.tbs_certificate_bytes.replace(_RSA_SHA256, oid)
    signature = rsa.private_of(issuer_key).sign(content, PKCS1v15(), algorithm)
    whole = made.public_bytes(Encoding.DER).replace(_RSA_SHA256, oid)
    whole = whole.replace(made.tbs_certificate_bytes.replace(_RSA_SHA256, oid), content).replace(made.signature, signature)
    text = base64.encodebytes(whole).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(("name", "good"), [("sha1", True), ("md5", False)])
def test_which_weak_certificates_are_taken(secret: dict[str, object], name: str, good: bool) -> None:
    key, authority = rsa.new_key(), own_keys("unionpay")["middle_key"]
    certificate = weakened(issue(LEAF, key, MIDDLE, authority), authority, *_WITH[name])
    request = RawRequest(urlencode(signer().signed_by({"key": key, "certificate": certificate}, PAID)).encode(), {})
    if good:
        assert UnionPayProvider().verify_webhook(request, NOW)
        return
    with pytest.raises(Forged):
        UnionPayProvider().verify_webhook(request, NOW)
