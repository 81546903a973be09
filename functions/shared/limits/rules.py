"""Which operations are limited tightly, and how: data. docs/limits.md is made of it.

What is guessed (passwords, codes, vouchers) counts where it was wrong only, so that a crowd behind one address that does nothing wrong is
not limited at all. What sends something to somebody counts always.
"""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

ADDRESS, CUSTOMER = "address", "customer"
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Rule:
    """At most `most` in `seconds` `per` address, customer, or what the call names: `body.login`, `path.id`; several are joined by `+`.

    `wrong`: the statuses that count; none means that every call does. `told`: what counts is what the use case calls wrong (`guesses.py`),
    because the answer's status does not say it. `closed`: what is guessed here is worth more than the moment, so
    nothing is let through while nobody counts (503); elsewhere each process counts for itself then. `when`: the field of the body that has
    to be there; a list counts as often as it has entries. `code`: of the refusal.
    """

    name: str
    per: str
    most: int
    seconds: int
    wrong: frozenset[int] = frozenset()
    told: bool = False
    closed: bool = False
    when: str = ""
    code: str = "too_many_requests"

    @property
    def is_personal(self) -> bool:
        """Counted by what somebody has, and not by an id of ours alone."""
        return any(part == ADDRESS or part.startswith("body.") for part in self.per.split("+"))


@dataclass(frozen=True)
class Guard:
    """The rules of an operation, all of which must have room. Who signed in at this place before is asked `at_home` instead: neither a
    neighbour nor a botnet that guesses can keep them out. `brings_home`: the statuses by which one is at home here from now on (403: the
    password was right, and there is a further step)."""

    rules: tuple[Rule, ...]
    at_home: Rule | None = None
    brings_home: frozenset[int] = frozenset()


FAIR = frozenset({"weak_password", "leaked_password", "password_leaked"})
"""Codes of refusals that are no wrong guess, whatever their status."""
_SIGN_IN = frozenset({401})
_CODE = frozenset({401, 409, 422})
_AUTH = "too_many_attempts"

SIGN_IN_FROM = Rule("sign_in.address", ADDRESS, 20, 5 * MINUTE, _SIGN_IN, closed=True, when="password", code=_AUTH)
SIGN_IN_TO = Rule("sign_in.login", "body.login", 10, 15 * MINUTE, _SIGN_IN, closed=True, when="password", code=_AUTH)
SIGN_IN_AT_HOME = Rule("sign_in.at_home", "body.login+address", 10, 5 * MINUTE, _SIGN_IN, closed=True, when="password", code=_AUTH)
CODE_FROM = Rule("sign_in_code.address", ADDRESS, 100, 15 * MINUTE, frozenset({401, 422}), closed=True, when="code", code=_AUTH)
CHALLENGE_FROM = Rule("challenge.address", ADDRESS, 30, 15 * MINUTE, _CODE, closed=True, code=_AUTH)
PASSKEY_FROM = Rule("passkey.address", ADDRESS, 300, 15 * MINUTE, closed=True, code=_AUTH)
CONFIRM_FROM = Rule("confirm.address", ADDRESS, 60, 15 * MINUTE, _CODE, closed=True, code=_AUTH)
REGISTER_FROM = Rule("register.address", ADDRESS, 600, HOUR, closed=True, code=_AUTH)
SEND_CODE_FROM = Rule("send_code.address", ADDRESS, 60, 15 * MINUTE, closed=True, code=_AUTH)
RESET_FROM = Rule("reset.address", ADDRESS, 100, 15 * MINUTE, _CODE, closed=True, code=_AUTH)
CHANGES_OF = Rule("change_contact.customer", CUSTOMER, 10, HOUR, closed=True, code=_AUTH)
CHANGES_TO_EMAIL = Rule("change_contact.to", "body.email", 10, HOUR, closed=True, when="email", code=_AUTH)
CHANGES_TO_PHONE = Rule("change_contact.to", "body.phone", 10, HOUR, closed=True, when="phone", code=_AUTH)
CONFIRM_CHANGE_OF = Rule("confirm_change.customer", CUSTOMER, 30, 15 * MINUTE, _CODE, closed=True, code=_AUTH)
COUPON_FROM = Rule("coupon.address", ADDRESS, 30, 10 * MINUTE, told=True)
COUPON_OF = Rule("coupon.cart", "path.id", 15, 10 * MINUTE, told=True)
CODES_FROM = Rule("coupon.address", ADDRESS, 30, 10 * MINUTE, told=True, when="codes")
CARD_FROM = Rule("gift_card.address", ADDRESS, 20, 10 * MINUTE, told=True, closed=True)
CARD_OF_CART = Rule("gift_card.cart", "path.id", 10, 10 * MINUTE, told=True, closed=True)
CARD_BY = Rule("gift_card.customer", CUSTOMER, 10, 10 * MINUTE, told=True, closed=True)
LOOKUP_FROM = Rule("order_lookup.address", ADDRESS, 30, 10 * MINUTE)
SUBSCRIBE_FROM = Rule("subscribe.address", ADDRESS, 30, 10 * MINUTE)
PAYMENTS_OF = Rule("payment.order", "order", 20, HOUR)
DECLINES_FROM = Rule("declined_payment.address", ADDRESS, 30, 10 * MINUTE)
DECLINES_BY = Rule("declined_payment.customer", CUSTOMER, 15, HOUR)
DECLINES_OF = Rule("declined_payment.order", "order", 10, HOUR)
DECLINES_OF_CARD = Rule("declined_payment.card", "card", 6, HOUR)
CARDS_OF = Rule("declined_cards.order", "order", 5, HOUR)
CARD_SEEN = Rule("declined_card.order", "order and card", 1, HOUR)
SMALL_FROM = Rule("small_payment.address", ADDRESS, 40, 10 * MINUTE)
JUDGED_FROM = Rule("article_feedback.address", ADDRESS, 60, HOUR)
SHARE_FROM = Rule("share_link.address", ADDRESS, 60, 10 * MINUTE, frozenset({404}))
KNOWN_FOR = 90 * 24 * HOUR

GUARDS: dict[str, Guard] = {
    "POST /v1/auth/login": Guard((SIGN_IN_FROM, SIGN_IN_TO, CODE_FROM), at_home=SIGN_IN_AT_HOME, brings_home=frozenset({200, 403})),
    "POST /v1/auth/challenge": Guard((CHALLENGE_FROM,)),
    "POST /v1/auth/passkey": Guard((PASSKEY_FROM,)),
    "POST /v1/auth/register": Guard((REGISTER_FROM,)),
    "POST /v1/auth/confirm": Guard((CONFIRM_FROM,), brings_home=frozenset({200})),
    "POST /v1/auth/code": Guard((SEND_CODE_FROM,)),
    "POST /v1/auth/forgot_password": Guard((SEND_CODE_FROM,)),
    "POST /v1/auth/reset_password": Guard((RESET_FROM,)),
    "POST /v1/me/email": Guard((CHANGES_OF, CHANGES_TO_EMAIL)),
    "POST /v1/me/phone": Guard((CHANGES_OF, CHANGES_TO_PHONE)),
    "POST /v1/me/email/confirm": Guard((CONFIRM_CHANGE_OF,)),
    "POST /v1/me/phone/confirm": Guard((CONFIRM_CHANGE_OF,)),
    "PUT /v1/carts/{id}/coupons/{code}": Guard((COUPON_FROM, COUPON_OF)),
    "POST /v1/carts": Guard((CODES_FROM,)),
    "PUT /v1/carts/{id}": Guard((CODES_FROM,)),
    "PUT /v1/carts/{id}/gift_cards": Guard((CARD_FROM, CARD_OF_CART)),
    "POST /v1/gift_cards/balance": Guard((CARD_FROM,)),
    "POST /v1/me/store_credit/redeem": Guard((CARD_FROM, CARD_BY)),
    "POST /v1/orders/lookup": Guard((LOOKUP_FROM,)),
    "POST /v1/orders/withdrawal": Guard((LOOKUP_FROM,)),
    "POST /v1/articles/{slug}/feedback": Guard((JUDGED_FROM,)),
    "GET /s/{code}": Guard((SHARE_FROM,)),
    "POST /o/lookup": Guard((LOOKUP_FROM,)),
    "POST /o/withdrawal": Guard((LOOKUP_FROM,)),
    "POST /v1/subscriptions": Guard((SUBSCRIBE_FROM,)),
}
