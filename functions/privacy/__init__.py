"""What people agreed to, and what becomes of what is known of them."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.privacy.model.consent import Consent, Purpose, Source
    from functions.privacy.store.consents import Noted, consents_of, note_consents, place_of_decision, still_agreed
    from functions.privacy.store.look_ups import email_key, external_key
    from functions.privacy.store.old_months import note_order_of_before
    from functions.privacy.store.requests import is_leaving
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.consent": "Consent Purpose Source",
            "store.consents": "Noted consents_of note_consents place_of_decision still_agreed",
            "store.look_ups": "email_key external_key",
            "store.old_months": "note_order_of_before",
            "store.requests": "is_leaving",
        },
    )

__all__ = [
    "Consent",
    "Noted",
    "Purpose",
    "Source",
    "consents_of",
    "email_key",
    "external_key",
    "is_leaving",
    "note_consents",
    "note_order_of_before",
    "place_of_decision",
    "still_agreed",
]
