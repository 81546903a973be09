"""A row of customers is applied: the person, and what they agreed to there. Nobody's no becomes a yes by a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.customers import Became, ImportedCustomer, TakenIn, take_in_customer
from functions.moving.imports.contact_points import Told, address_of, email_of, is_ahead, name_of, phone_of
from functions.moving.imports.rows import ConsentRow, CustomerRow
from functions.moving.imports.run import Applied, Run
from functions.moving.model.group import Group
from functions.platform import RowStatus
from functions.privacy import Consent, Purpose, Source, consents_of, email_key, note_consents
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.postal_address import Address
from functions.shared.store.transactions import Write


def import_customer(row: CustomerRow, group: Group, run: Run, before: RowStatus | None) -> Applied:
    """`before`: what became of it in an earlier try of this run. Raises Invalid, Erased."""
    told = Told(group.lines[0], group.remarks)
    country = row.addresses[0].country if row.addresses else ""
    email, phone = email_of(row.email, told), phone_of(row.phone, country, told)
    login, name = email or phone, name_of(row.name, told)
    if group.earlier is not None:
        told.remark("", "same_person", f"Line {group.earlier} is the same person: what it did not say was added.")
        if run.dry:
            return Applied(RowStatus.UNCHANGED, None, told.remarks)
    registered_at = row.registered_at or ""
    if registered_at and is_ahead(registered_at):
        told.remark("/registered_at", "in_future", "This time is yet to come: left out.")
        registered_at = ""
    wanted = ImportedCustomer(
        key=f"{run.source}|{row.external_id or (email_key(login) if login else '')}",
        login=login,
        name=name,
        phone=phone or None,
        language=row.language or "",
        registered_at=registered_at,
        private_metadata=_noted(row),
        addresses=tuple(_kept(address_of(one, told, name=name, phone=phone)) for one in row.addresses),
    )

    def remember(taken: TakenIn) -> Sequence[Write]:
        return run.row_writes(group, Applied(RowStatus(taken.became.value), taken.customer_id, told.remarks))

    taken = take_in_customer(wanted, actor=run.actor, dry=run.dry, remember=remember)
    if before is RowStatus.CREATED or taken.became is Became.CREATED:
        told.remark("", "password_not_carried", "Passwords cannot be carried over: they choose one by a code, or sign in with one.")
    if taken.known_as_another and group.earlier is None and before is None and taken.became is not Became.CREATED:
        told.remark("", "known_login", "Somebody with this address or number is here already: what was empty was filled in.")
    changed = _consents(row.consents, taken.customer_id, email, run, told)
    status = RowStatus(taken.became.value)
    if changed and status is RowStatus.UNCHANGED:
        status = RowStatus.UPDATED
    return Applied(status, taken.customer_id or None, told.remarks)


def _kept(address: Address) -> Mapping[str, Any]:
    return dict(vars(address))


def _noted(row: CustomerRow) -> dict[str, str]:
    noted = dict(row.metadata)
    if row.tags:
        noted["tags"] = ", ".join(row.tags)[:500]
    if row.note.strip():
        noted["note"] = row.note.strip()[:500]
    if row.external_id:
        noted["external_id"] = row.external_id
    return noted


def _consents(said: Sequence[ConsentRow], customer_id: str, email: str, run: Run, told: Told) -> bool:
    """Whether anything counts now that did not before."""
    known = {one.purpose: one.given for one in consents_of(customer_id)} if customer_id else {}
    # Somebody without an account may have said no by their address.
    of_address = {one.purpose: one.given for one in consents_of(email_key(email))} if email and said else {}
    refused = {purpose for book in (known, of_address) for purpose, given in book.items() if not given}
    for one in said:
        if one.given and one.purpose in refused:
            told.remark("", "opt_out_kept", f"Opt-out kept: they said no to {one.purpose.value} here, and only they undo that.")
    taken = [_consent(one, run) for one in said if not (one.given and one.purpose in refused)]
    if run.dry or not customer_id or not taken:
        return False
    changed = note_consents(customer_id, taken, actor=run.actor, remember=lambda _: []).changed
    for purpose in changed:
        if known.get(purpose):
            told.remark("", "consent_taken_back", f"The file says no to {Purpose(purpose).value}: so it is.")
    return bool(changed)


def _consent(one: ConsentRow, run: Run) -> Consent:
    version = one.text_version or (f"{run.source}-import" if one.given else "")
    return Consent(one.purpose, one.given, version, Source.IMPORT, one.decided_at or times.iso(clock.now()))
