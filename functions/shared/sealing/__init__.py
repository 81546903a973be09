"""Personal data at rest: sealed with a key of its person or order, which erasure destroys."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.shared.sealing.ciphers import opened_with, sealed_with
    from functions.shared.sealing.filing import filed
    from functions.shared.sealing.key_records import KEY_SK, KeyRecord, PrivacyTable, key_pk
    from functions.shared.sealing.look_ups import look_up
    from functions.shared.sealing.person_keys import Erased, forget, key_for, key_of, new_key, of_this_month, of_time
    from functions.shared.sealing.personal_fields import emptied
    from functions.shared.sealing.sealed_bodies import SEALED, opened_body, opened_json, sealed_body
    from functions.shared.sealing.sealed_texts import opened, opened_of_month, sealed_for, sealed_this_month
else:
    __getattr__ = lazily(
        __name__,
        {
            "ciphers": "opened_with sealed_with",
            "filing": "filed",
            "key_records": "KEY_SK KeyRecord PrivacyTable key_pk",
            "look_ups": "look_up",
            "person_keys": "Erased forget key_for key_of new_key of_this_month of_time",
            "personal_fields": "emptied",
            "sealed_bodies": "SEALED opened_body opened_json sealed_body",
            "sealed_texts": "opened opened_of_month sealed_for sealed_this_month",
        },
    )

__all__ = [
    "KEY_SK",
    "SEALED",
    "Erased",
    "KeyRecord",
    "PrivacyTable",
    "emptied",
    "filed",
    "forget",
    "key_for",
    "key_of",
    "key_pk",
    "look_up",
    "new_key",
    "of_this_month",
    "of_time",
    "opened",
    "opened_body",
    "opened_json",
    "opened_of_month",
    "opened_with",
    "sealed_body",
    "sealed_for",
    "sealed_this_month",
    "sealed_with",
]
