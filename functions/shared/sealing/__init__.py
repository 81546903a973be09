"""Personal data at rest: sealed with a key of its person, which erasure destroys."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.shared.sealing.key_records import KEY_SK, KeyRecord, PrivacyTable, key_pk
    from functions.shared.sealing.person_keys import Erased, forget, key_for, key_of
    from functions.shared.sealing.sealed_texts import opened, opened_with, sealed_for, sealed_with
else:
    __getattr__ = lazily(
        __name__,
        {
            "key_records": "KEY_SK KeyRecord PrivacyTable key_pk",
            "person_keys": "Erased forget key_for key_of",
            "sealed_texts": "opened opened_with sealed_for sealed_with",
        },
    )

__all__ = [
    "KEY_SK",
    "Erased",
    "KeyRecord",
    "PrivacyTable",
    "forget",
    "key_for",
    "key_of",
    "key_pk",
    "opened",
    "opened_with",
    "sealed_for",
    "sealed_with",
]
