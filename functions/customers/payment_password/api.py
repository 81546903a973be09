"""HTTP operations of payment passwords and proofs of payments. None of their answers is kept for a repetition: they are secrets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from functions.customers.factors.asked import ask_fresh
from functions.customers.payment_password.prove_payment import prove_payment
from functions.customers.payment_password.set_password import send_password_code, set_password
from functions.customers.profile.schemas import CodeSent
from functions.customers.store.own_session import session_of
from functions.customers.store.payment_passwords import kept_password
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.auth.step_up import LASTS
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

payment_password_api = Api("factors")
_PATH = "/v1/me/factors/payment_password"
_MANY = (429, "too_many_attempts")
SixDigits = Annotated[str, Field(pattern=r"^[0-9]{6}$", repr=False, examples=["402917"])]


class PaymentPasswordView(Schema):
    is_set: bool
    locked_for: int = Field(description="Seconds, after five wrong ones; 0 when it is not locked.", examples=[0])


class PaymentPasswordIn(Schema):
    password: SixDigits
    code: SixDigits = Field(description="From `POST …/payment_password/code`.")


class ProofIn(Schema):
    """`answer`: the payment password, or the code of the authenticator app; six digits both."""

    order_id: str = Field(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$", examples=["ord_01JD0000000000000000000000"])
    kind: Literal["payment_password", "software_token_mfa"]
    answer: SixDigits


class ProofView(Schema):
    proof: str = Field(repr=False, description="For `X-Payment-Proof` of the payment, once.", examples=["1764193200.b2Zm….9f3c…"])
    expires_in: int = Field(examples=[LASTS])


@payment_password_api.operation("GET", _PATH, summary="My payment password", permission=SIGNED_IN, response=PaymentPasswordView)
def read_password(req: Request[NoBody, NoQuery]) -> PaymentPasswordView:
    kept = kept_password(req.caller.id)
    return PaymentPasswordView(is_set=kept is not None, locked_for=kept.locked_for if kept is not None else 0)


@payment_password_api.operation(
    "POST", f"{_PATH}/code", summary="Ask for a code to set my payment password", permission=SIGNED_IN, status=202, response=CodeSent,
    errors=[(409, "no_login"), _MANY],
)  # fmt: skip
def ask_code(req: Request[NoBody, NoQuery]) -> CodeSent:
    """To the address or number of the account. Good once, for 5 minutes and 5 tries."""
    send_password_code(req.caller.id)
    return CodeSent()


@payment_password_api.operation(
    "PUT", _PATH, summary="Set my payment password", permission=SIGNED_IN, status=204, body=PaymentPasswordIn, verified_only=True,
    errors=[(403, "challenge_required"), (403, "verification_required"),
            (409, "no_login"), (422, "weak_password"), (422, "invalid_code"), _MANY],
)  # fmt: skip
def put_password(req: Request[PaymentPasswordIn, NoQuery]) -> Reply:
    """Also a forgotten one, and one that is locked."""
    ask_fresh(session_of(req.headers["authorization"]))
    set_password(req.caller.id, req.body.password, req.body.code, actor=req.caller.actor)
    return Reply(status=204)


@payment_password_api.operation(
    "POST", "/v1/me/factors/payment_proof", summary="Prove that a payment is mine", permission=SIGNED_IN, status=201, body=ProofIn,
    response=ProofView,
    errors=[(409, "no_payment_password"), (409, "no_factor"), (422, "wrong_payment_password"), (422, "invalid_code"),
            (429, "payment_password_locked"), _MANY],
)  # fmt: skip
def prove(req: Request[ProofIn, NoQuery]) -> Reply:
    """What a payment that was refused with 403 `requires_action` asks for. Five wrong payment passwords lock it for half an hour."""
    proof = prove_payment(req.caller.id, req.body.order_id, req.body.kind, req.body.answer)
    return Reply(ProofView(proof=proof, expires_in=LASTS), 201, {"Cache-Control": "no-store"})
