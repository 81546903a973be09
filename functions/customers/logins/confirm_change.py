"""Both codes were right: the account moves to its new address or number, line by line, each of which can be done again. Whoever dies in
between leaves the change as `moving`: the same call goes on, and nothing has to be proven twice.

1. the new one is claimed, and the codes are used up, in one write; 2. the identity provider; 3. the customer's record, with the event that
the notice to the old address hangs on; 4. every session ends; 5. done, the claim is given up.
"""

from __future__ import annotations

from functions.access import verified_write
from functions.customers.accounts.change_password import end_all
from functions.customers.factors.asked import ask_fresh
from functions.customers.logins.ask_change import change_scope
from functions.customers.model.contact_change import CLAIM, LEASE, ChangeState, ContactChange, ContactKind
from functions.customers.model.customer import Method, Verified, edited
from functions.customers.model.one_time_code import Purpose
from functions.customers.profile.profile import own_record
from functions.customers.profile.verifying import proven
from functions.customers.store import codes, cognito, tickets
from functions.customers.store.login_keys import claim_places
from functions.customers.store.own_session import OwnSession
from functions.customers.store.records import (
    CUSTOMER_SK,
    ClaimRecord,
    ContactChangeRecord,
    CustomerRecord,
    CustomersTable,
    contact_change_sk,
    customer_pk,
)
from functions.customers.store.sealed_bodies import change_in, customer_body, customer_of
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.customers import ContactChanged, CustomerEdited
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.plain.ids import customer_id, subject_of
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, Put, Update, Write, transact
from functions.shared.store.versions import locked_update


def confirm_change(own: OwnSession, token: str, kind: ContactKind, code: str, own_code: str) -> cognito.Tokens:
    """Tokens of a new session: all others end. Raises Invalid (422 `invalid_code`), Conflict (409 `login_taken`, `change_running`),
    TooManyRequests (429), Forbidden (403 `challenge_required`)."""
    ask_fresh(own)
    person = customer_id(own.subject)
    own_record(person, token)
    found = find(ContactChangeRecord, customer_pk(person), contact_change_sk(kind))
    if found is None or found.body is None or found.state == ChangeState.DONE:
        raise cognito.wrong_code()
    change = change_in(found)
    if found.state == ChangeState.OPEN:
        _prove(person, found, change, code, own_code)
    else:
        _lease(found)
    _move(own.subject, person, found, change)
    # They have shown their session, and that they read both: nothing is asked again.
    return cognito.open_session(own.subject, tickets.issue(own.subject))


def _prove(person: str, found: ContactChangeRecord, change: ContactChange, code: str, own_code: str) -> None:
    scope = change_scope(person, change.kind)
    given = [codes.Given(Purpose.NEW_CONTACT, change.new, code, scope)]
    if change.owner:
        given.append(codes.Given(Purpose.OWN_CONTACT, change.owner, own_code, scope))
    codes.use_all(given, wrong=cognito.wrong_code(), along=[_claim(person, change.new), _moving(found, found.body)])


def _claim(person: str, login: str) -> Put:
    """For who has proven it first. One that somebody left behind lasts an hour."""
    now, pk = clock.now(), claim_places(login)[0]
    claim = ClaimRecord(pk=pk, sk=pk, kind="login_claim", body=person, ttl=int((now + CLAIM).timestamp()))
    free = ClaimRecord.pk.does_not_exist() | (ClaimRecord.body == person) | (ClaimRecord.ttl <= int(now.timestamp()))
    return Put(claim, free, _taken())


def _moving(found: ContactChangeRecord, body: str | None) -> Update:
    until = times.iso(clock.now() + LEASE)
    actions = [ContactChangeRecord.state.set(ChangeState.MOVING.value), ContactChangeRecord.lease_until.set(until)]
    same = (ContactChangeRecord.state == ChangeState.OPEN.value) & (ContactChangeRecord.body == body)
    return Update(ContactChangeRecord, found.pk, found.sk, actions, same, cognito.wrong_code())


def _lease(found: ContactChangeRecord) -> None:
    """Go on where somebody died; not beside somebody who lives."""
    now, lease = clock.now(), ContactChangeRecord.lease_until
    mine = ContactChangeRecord.state.is_in(ChangeState.MOVING.value, ChangeState.MOVED.value) & (lease < times.iso(now))
    running = Conflict("This change is being made at this moment.", code="change_running")
    transact([Update(ContactChangeRecord, found.pk, found.sk, [lease.set(times.iso(now + LEASE))], mine, running)])


def _move(subject: str, person: str, found: ContactChangeRecord, change: ContactChange) -> None:
    try:
        cognito.move_login(subject, change.new)
    except Conflict:
        _end(person, found, change)
        raise
    if found.state != ChangeState.MOVED:
        again(lambda: _write(person, found, change))
    end_all(subject)
    _end(person, found, change)
    fact("contact.changed", customer_id=person, contact=change.kind.value)


def _write(person: str, found: ContactChangeRecord, change: ContactChange) -> None:
    pk = customer_pk(person)
    record = find(CustomerRecord, pk, CUSTOMER_SK)
    if record is None or record.body is None:
        # Erased meanwhile; what was moved at the provider is gone with the account.
        return
    before = customer_of(record)
    now, known = times.iso(clock.now()), before.verified
    if known is None:
        contacts = cognito.contacts_of(subject_of(person))
        known = proven(contacts.email, contacts.phone, Method.ACCOUNT, now)
    verified = {**known, change.kind.value: Verified(change.new, now, Method.CODE)}
    customer, fields = edited(before, {change.kind.value: change.new, "verified": verified})
    after, actor, state = int(record.version) + 1, Actor("customer", person), ContactChangeRecord.state
    actions = [CustomerRecord.body.set(customer_body(customer)), CustomerRecord.version.set(after)]
    told = ContactChanged(person, change.id, change.kind.value)
    edit: list[Write] = [
        locked_update(CustomerRecord, pk, CUSTOMER_SK, actions, int(record.version)),
        verified_write(person, verified),
        event_put(CustomersTable, pk, CustomerEdited(person, after, fields), subject=person, actor=actor),
    ]
    moved = Update(ContactChangeRecord, found.pk, found.sk, [state.set(ChangeState.MOVED.value)], state == ChangeState.MOVING.value)
    transact([*(edit if fields else []), moved, event_put(CustomersTable, pk, told, subject=change.id, actor=actor)])
    forget(standing_key(person))


def _end(person: str, found: ContactChangeRecord, change: ContactChange) -> None:
    """Moved, or not to be moved at all. A claim that another has taken over stays theirs."""
    pk, there = claim_places(change.new)[0], ContactChangeRecord.pk.exists()
    done = Update(ContactChangeRecord, found.pk, found.sk, [ContactChangeRecord.state.set(ChangeState.DONE.value)], there)
    given_up = Update(ClaimRecord, pk, pk, [ClaimRecord.ttl.set(int(clock.now().timestamp()))], ClaimRecord.body == person)
    try:
        transact([done, given_up])
    except Exists:
        transact([done])


def _taken() -> Conflict:
    return Conflict("This is the login of another account.", code="login_taken")
