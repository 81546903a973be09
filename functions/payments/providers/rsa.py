"""RSA-SHA256 (RSASSA-PKCS1-v1_5, base64) as Alipay, WeChat Pay and UnionPay sign with it. Keys are PEM texts or bare base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)

from functions.payments.model.errors import Misconfigured


@lru_cache(maxsize=16)
def private_key(text: str) -> RSAPrivateKey:
    """Raises Misconfigured for anything but an RSA key (PKCS#1 or PKCS#8)."""
    try:
        key = load_pem_private_key(text.encode(), None) if "-----" in text else load_der_private_key(_der(text), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Misconfigured("private_key_unreadable") from error
    if not isinstance(key, RSAPrivateKey):
        raise Misconfigured("private_key_not_rsa")
    return key


@lru_cache(maxsize=32)
def public_key(text: str) -> RSAPublicKey:
    """The key, or the key of a certificate. Raises Misconfigured."""
    try:
        key: object
        if "BEGIN CERTIFICATE" in text:
            key = x509.load_pem_x509_certificate(text.encode()).public_key()
        else:
            key = load_pem_public_key(text.encode()) if "-----" in text else load_der_public_key(_der(text))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Misconfigured("public_key_unreadable") from error
    if not isinstance(key, RSAPublicKey):
        raise Misconfigured("public_key_not_rsa")
    return key


def sign(private: str, message: bytes) -> str:
    return base64.b64encode(private_key(private).sign(message, PKCS1v15(), SHA256())).decode()


def verifies(key: RSAPublicKey, signature: str, message: bytes) -> bool:
    """Whether `signature` is strict base64 of a signature over exactly these bytes."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: RSAPublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _der(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("neither PEM nor base64") from error
