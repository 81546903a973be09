"""Being forgotten, where staff see to it: for customers who cannot sign in, and for guests."""

from __future__ import annotations

from dataclasses import replace

from functions.privacy.erasing.ask import ask_erasure, erasure_of
from functions.privacy.erasing.erase_person import waiting_orders
from functions.privacy.erasing.schemas import ErasureIn, ErasureOut
from functions.privacy.model.request import Request as Asked
from functions.privacy.store.guests import guest_order
from functions.privacy.store.look_ups import email_key
from functions.shared.auth.standing import standing_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable

admin_erasure_api = Api("privacy")
_PATH = "/v1/admin/erasures"


@admin_erasure_api.operation(
    "POST", _PATH, summary="Forget a person", permission="customers.erase", status=202, body=ErasureIn, response=ErasureOut,
    idempotent=PrivacyTable, errors=[(404, "not_found"), (409, "works_here"), (422, "not_theirs"), (422, "of_a_customer")],
)  # fmt: skip
def post_erasures(req: Request[ErasureIn, NoQuery]) -> Reply:
    """Of a guest: what that order says, and a subscription of its address. Who gave several has several. Of an address alone: its
    subscription, and what was sent there for it."""
    person = _person(req.body)
    waiting = waiting_orders(person)

    def render(asked: Asked) -> Reply:
        return Reply(ErasureOut.of(replace(asked, waiting=waiting)), 202)

    is_staff = person.startswith("cus_") and bool(standing_of(person).permissions)
    return render(ask_erasure(person, actor=req.caller.actor, remember=req.remembering(render), is_staff=is_staff))


def _person(asked: ErasureIn) -> str:
    if asked.customer_id:
        return asked.customer_id
    return guest_order(asked.order_id, asked.email or "") if asked.order_id else email_key(asked.email or "")


@admin_erasure_api.operation(
    "GET", _PATH + "/{person}", summary="How far a person's erasure is", permission="customers.erase", response=ErasureOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def get_erasure_of(req: Request[NoBody, NoQuery]) -> ErasureOut:
    return ErasureOut.of(erasure_of(req.path["person"]))
