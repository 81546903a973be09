"""Forgetting a person, as a job: their account, their key, then every item of theirs, one after the other. It can die anywhere and be begun
again: what is gone is not found.

What an order that is not over needs stays until it is: where its parcel goes to, who is asked about a return. It is told which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from functions.payments import forget_payment_methods, forget_risk
from functions.platform import Job, Progress, TimeIsUp, hand_on, succeed
from functions.privacy.erasing.forget_address import ADDRESS, forget_address
from functions.privacy.erasing.forget_item import forget_item, says_something
from functions.privacy.model.request import LOOK_AGAIN, KeptPart, Request, RequestState, Waiting, why_it_waits
from functions.privacy.model.retention import Retention
from functions.privacy.store.accounts import delete_account, logins_of, waiting_places
from functions.privacy.store.belongings import Belonging, drafts_of, of_address, of_customer, of_order, orders_of, told_outside
from functions.privacy.store.files import delete_files, delete_remains
from functions.privacy.store.items import item_at, items_of
from functions.privacy.store.look_ups import email_key
from functions.privacy.store.record_exports import take_files_back
from functions.privacy.store.records import ERASURE_SK
from functions.privacy.store.requests import find_request, request_put
from functions.privacy.store.retention import retention
from functions.privacy.store.tombstones import destroy_key, mark_erased
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.transactions import transact

_ACCOUNT = "cus_"


def run_erasure(job: Job, time_is_up: TimeIsUp) -> None:
    person = job.spec["person"]
    request = find_request(person, ERASURE_SK)
    if request is None or request.state is RequestState.DONE:
        succeed(job, progress=job.progress)
        return
    rules = retention()
    if person.startswith(_ACCOUNT):
        _end_account(person)
        # While their key still opens what the providers are to forget.
        forget_payment_methods(person)
        destroy_key(person)
    for email in _addresses(person):
        forget_address(email_key(email))
    gone = forget_address(person) if person.startswith(ADDRESS) else 0
    forget_risk(person, _orders(person))
    delete_files(f"personal-exports/{person}/")
    removed, kept = job.progress.done + gone, list(request.kept)
    waiting = waiting_orders(person)
    held = {one.order_id for one in waiting}
    for belonging, country in _belongings(person, held):
        forgotten = forget_item(belonging, rules, country)
        removed += forgotten.changed
        kept += [forgotten.kept] if forgotten.kept else []
        if time_is_up():
            _keep(request, kept)
            hand_on(job, progress=Progress(done=removed))
            return
    for order_id in _orders(person):
        if order_id not in held:
            mark_erased(order_id)
            # What the law wants of it was opened with it a moment ago.
            destroy_key(order_id)
    # With the keys gone nothing more is told outside of what integrations kept with them.
    for belonging in told_outside(one for one, _ in _belongings(person, held)):
        removed += forget_item(belonging, rules, "").changed
    # After the last of it went: what is read from now on has nothing of theirs.
    take_files_back()
    # Papers with an address, lent for a day, are drawn again for whoever needs them. Of files that were moved in, what is deleted still
    # lies there.
    delete_files("documents/")
    delete_remains("moving/")
    _end(job, request, removed, kept, waiting)


def waiting_orders(person: str) -> list[Waiting]:
    """What is not over, and why."""
    found = []
    for order_id in _orders(person):
        item = item_at("orders", f"ORD#{order_id}", "ORDER")
        if item is None:
            draft = item_at("orders", f"ORD#{order_id}", "DRAFT")
            if draft is not None and draft.body and draft.body["state"] == "open":
                found.append(Waiting(order_id, draft.body["order"].get("number", ""), "drafted"))
            continue
        if item.body is None:
            continue
        cases = int(item.attributes.get("open_cases", {}).get("N", "0"))
        why = why_it_waits(
            item.text("status"), open_cases=cases, in_review="in_review" in item.attributes, amending="amending" in item.attributes
        )
        if why:
            found.append(Waiting(order_id, item.body["number"], why))
    return found


def _orders(person: str) -> list[str]:
    """With what staff prepared for them. A guest is erased by the order that proved who they are."""
    if person.startswith(_ACCOUNT):
        return [*dict.fromkeys((*orders_of(person), *drafts_of(person)))]
    return [] if person.startswith(ADDRESS) else [person]


def _end_account(customer_id: str) -> None:
    """What waits under their logins goes before the account: whoever dies in between finds the logins again. Then once more, for what came
    in that moment."""
    logins = logins_of(customer_id)
    for email in (one for one in logins if "@" in one):
        forget_address(email_key(email))
    _forget_waiting(customer_id, logins)
    delete_account(customer_id)
    _forget_waiting(customer_id, logins)


def _forget_waiting(customer_id: str, logins: list[str]) -> None:
    for place in [one for login in logins for pk in waiting_places(customer_id, login) for one in items_of("customers", pk)]:
        sent = (place.body or {}).get("id") if place.kind == "code" else None
        further = [f"OTP#{sent}"] if sent else [place.sk] if place.sk.startswith("REG#") else []
        if place.kind == "login_claim" and place.text("body") != customer_id:
            continue
        for one in [*(item for pk in further for item in items_of("customers", pk)), place]:
            forget_item(Belonging(one), Retention(), "")


def _belongings(person: str, held: set[str]) -> Iterator[tuple[Belonging, str]]:
    """Each with the country whose law counts. A cart and the mails of an order that waits wait with it."""
    for order_id in _orders(person):
        if order_id not in held:
            country = order_country(order_id)
            yield from ((one, country) for one in [*of_order(order_id)])
    if person.startswith(_ACCOUNT):
        yield from ((one, "") for one in [*of_customer(person)])


def _addresses(person: str) -> list[str]:
    """Of a guest, who may have subscribed by it; a customer's are told by their account."""
    item = item_at("orders", f"ORD#{person}", "ORDER") if person.startswith("ord_") else None
    email = item.body["address"].get("email") if item and item.body else None
    return [email] if email else []


def order_country(order_id: str) -> str:
    item = item_at("orders", f"ORD#{order_id}", "ORDER")
    return str(item.body["address"].get("country", "")) if item and item.body else ""


def _left(person: str) -> int:
    """Items that still say something of them."""
    everything = [*of_customer(person)] if person.startswith(_ACCOUNT) else []
    everything += [*of_address(person)] if person.startswith(ADDRESS) else []
    for order_id in _orders(person):
        everything += of_order(order_id)
    return sum(says_something(one.item) for one in everything)


def _keep(request: Request, kept: list[KeptPart]) -> None:
    transact([request_put(replace(request, kept=kept), ERASURE_SK)])


def _end(job: Job, request: Request, removed: int, kept: list[KeptPart], waiting: list[Waiting]) -> None:
    now = clock.now()
    state = RequestState.WAITING if waiting else RequestState.DONE
    after = replace(
        request, state=state, removed=request.removed + removed, left=_left(request.person), kept=kept, waiting=waiting,
        done_at="" if waiting else times.iso(now),
    )  # fmt: skip
    due = times.iso(now + LOOK_AGAIN) if waiting else ""
    succeed(job, progress=Progress(done=removed), writes=[request_put(after, ERASURE_SK, due)])
    fact("person.erased", person=request.person, removed=removed, waiting=len(waiting))
