"""What a payer can do after a payment failed. Pure.

The order stays payable until its deadline whatever happened; a new payment is a new attempt.
"""

from __future__ import annotations

RETRY = "retry"
OTHER_METHOD = "other_method"
CONTACT_BANK = "contact_bank"
NONE = "none"

# Decline codes as Stripe names them (docs.stripe.com/declines/codes), which our adapters pass on; other providers' codes say less.
_OTHER_METHOD = frozenset(
    {
        "resource_missing", "token_not_found",  # What was kept is no more.
        "insufficient_funds", "expired_card", "card_not_supported", "currency_not_supported", "card_velocity_exceeded",
        "withdrawal_count_limit_exceeded", "incorrect_number", "invalid_account", "payer_id_missing", "unsupported", "manual_capture",
    }
)  # fmt: skip
_CONTACT_BANK = frozenset(
    {
        "do_not_honor", "call_issuer", "lost_card", "stolen_card", "pickup_card", "restricted_card", "security_violation", "fraudulent",
        "transaction_not_allowed", "no_action_taken", "revocation_of_authorization",
    }
)  # fmt: skip


def advice(failure: str, *, now: str, pay_until: str) -> str:
    """retry | other_method | contact_bank | none (the time to pay is over). What nobody explained may well work a second time."""
    if now >= pay_until:
        return NONE
    if failure in _OTHER_METHOD:
        return OTHER_METHOD
    return CONTACT_BANK if failure in _CONTACT_BANK else RETRY
