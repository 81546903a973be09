"""Whose key signed: UnionPay sends its certificate along, so who issued it and whom it names decides, never the message.

A chain alone is not enough: the same authority issues certificates to merchants. UnionPay's own are signed with SHA-1, which the
usual helpers refuse, so the signatures are checked here, SHA-1 and SHA-256 only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509.oid import NameOID

from functions.payments.model.errors import Forged
from functions.payments.providers.unionpay.account import Account

_LONGEST = 8192


def signing_key(account: Account, pem: str, now: int) -> RSAPublicKey:
    """The key of a certificate that a pinned authority issued to UnionPay itself, valid at `now`. Raises Forged."""
    if len(pem) > _LONGEST:
        raise Forged
    leaf = _trusted(pem, account.trusted, account.signer)
    key = leaf.public_key() if leaf else None
    moment = datetime.fromtimestamp(now, UTC)
    if leaf is None or not isinstance(key, RSAPublicKey) or not leaf.not_valid_before_utc <= moment <= leaf.not_valid_after_utc:
        raise Forged
    return key


@lru_cache(maxsize=16)
def _trusted(pem: str, trusted: tuple[tuple[str, str], ...], signer: str) -> x509.Certificate | None:
    try:
        leaf = x509.load_pem_x509_certificate(pem.encode())
        names = leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        if len(names) != 1 or str(names[0].value).split("@")[2:3] != [signer]:
            return None
        pairs = [[x509.load_pem_x509_certificate(text.encode()) for text in pair] for pair in trusted]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return leaf if any(_issued(middle, leaf) and _issued(root, middle) for root, middle in pairs) else None


def _issued(parent: x509.Certificate, child: x509.Certificate) -> bool:
    key, algorithm = parent.public_key(), child.signature_hash_algorithm
    if child.issuer != parent.subject or not isinstance(key, RSAPublicKey) or not isinstance(algorithm, SHA1 | SHA256):
        return False
    try:
        key.verify(child.signature, child.tbs_certificate_bytes, PKCS1v15(), algorithm)
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
