"""X37: customers of another system come with what they are, and never with a yes they have taken back."""

from __future__ import annotations

import json

import boto3

from functions.customers.app import app as customers_app
from functions.customers.store.records import CustomersTable
from functions.privacy import Consent, Purpose, Source, consents_of, email_key, note_consents
from functions.privacy.app import app as privacy_app
from functions.privacy.app import work_requests
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.moving.conftest import ADA, bring, table
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs


def customer(customer_id: str) -> dict[str, object]:
    answer = Client(customers_app, bearer("owner")).get(f"/v1/admin/customers/{customer_id}?unmask=true")
    assert answer.status == 200, answer.text
    return dict(answer.json)


def marketing(customer_id: str) -> Consent:
    return next(one for one in consents_of(customer_id) if one.purpose is Purpose.MARKETING_EMAIL)


def says(person: str, *, given: bool, source: Source = Source.UNSUBSCRIBE) -> None:
    told = Consent(Purpose.MARKETING_EMAIL, given, "2026-11", source, times.iso(clock.now()))
    note_consents(person, [told], actor=Actor("customer", person), remember=lambda _: [])


def test_a_customer_file_of_shopify() -> None:
    """Case 6: one customer, whatever a spreadsheet made of their number and postal code."""
    done = bring(table([ADA]), "customers")
    assert (done.job["state"], done.counts) == ("succeeded", {"created": 1, "updated": 0, "unchanged": 0, "failed": 0}), done.rows
    (customer_id,) = done.ids()
    found = customer(customer_id)
    assert (found["email"], found["phone"], found["name"]) == ("ada@example.com", "+491701234567", "Ada Lovelace")
    book = Client(customers_app, bearer(subject=_subject("ada@example.com"))).get("/v1/me/addresses").json["data"]
    assert [(one["postal_code"], one["city"], one["country_code"], one["default"]) for one in book] == [("01067", "Dresden", "DE", True)]
    assert marketing(customer_id).given
    assert marketing(customer_id).source is Source.IMPORT
    assert done.codes == ["password_not_carried"]
    assert {event.type for event in events_in(CustomersTable)} == {"customer.imported", "personal_data.read"}


def _subject(login: str) -> str:
    found = boto3.client("cognito-idp").admin_get_user(UserPoolId=settings().user_pool_id, Username=login)
    return next(str(one["Value"]) for one in found["UserAttributes"] if one["Name"] == "sub")


def test_a_file_does_not_undo_an_opt_out() -> None:
    """Case 6: the same file again, and a newer one that still says yes."""
    (customer_id,) = bring(table([ADA]), "customers").ids()
    says(customer_id, given=False)
    refused = marketing(customer_id)
    for row in (ADA, ADA | {"Tags": "vip", "Total Orders": "3"}):
        again = bring(table([row]), "customers")
        assert again.counts == {"created": 0, "updated": 0, "unchanged": 1, "failed": 0}
        assert (again.ids(), again.codes) == ([customer_id], ["opt_out_kept"])
        assert marketing(customer_id) == refused
    assert "Opt-out kept" in again.report()


def test_a_no_of_an_address_without_an_account_counts_too() -> None:
    says(email_key("ada@example.com"), given=False)
    done = bring(table([ADA]), "customers")
    assert sorted(done.codes) == ["opt_out_kept", "password_not_carried"]
    assert not any(one.given for one in consents_of(done.ids()[0]))


def test_a_no_in_the_file_takes_back_what_was_said_before() -> None:
    (customer_id,) = bring(table([ADA]), "customers").ids()
    done = bring(table([ADA | {"Accepts Email Marketing": "no"}]), "customers")
    assert (done.counts["updated"], done.codes) == (1, ["consent_taken_back"])
    assert not marketing(customer_id).given


def test_nothing_is_overwritten_and_what_is_missing_is_added() -> None:
    bring(table([ADA | {"Last Name": "", "First Name": "", "Phone": ""}]), "customers")
    done = bring(table([ADA | {"Default Address Address1": "Nebenweg 2"}]), "customers")
    assert done.counts["updated"] == 1
    (customer_id,) = done.ids()
    assert customer(customer_id)["name"] == "Ada Lovelace"
    renamed = bring(table([ADA | {"First Name": "Eve"}]), "customers")
    assert customer(customer_id)["name"] == "Ada Lovelace"
    assert renamed.counts["failed"] == 0


def test_one_person_in_three_spellings_is_one() -> None:
    spelled = [ADA | {"Customer ID": "", "Email": email} for email in (" Ada@example.com", "ＡＤＡ@example.com", "ada@EXAMPLE.com")]
    done = bring(table(spelled), "customers")
    assert (done.counts["created"], len(done.ids())) == (1, 1)
    assert done.counts["created"] + done.counts["unchanged"] == 3


def test_a_dry_run_writes_nothing() -> None:
    done = bring(table([ADA, ADA | {"Customer ID": "2", "Email": "no address", "Phone": ""}]), "customers", dry_run="true")
    assert done.counts == {"created": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert not events_in(CustomersTable)
    assert not list(CustomersTable.scan())
    assert sorted(done.codes) == ["login_missing", "password_not_carried"]


def test_somebody_who_was_erased_is_not_brought_back() -> None:
    (customer_id,) = bring(table([ADA]), "customers").ids()
    assert Client(privacy_app, bearer("owner")).post("/v1/admin/erasures", {"customer_id": customer_id}).status == 202
    run_jobs(work_requests)
    again = bring(table([ADA]), "customers")
    assert (again.counts["failed"], again.codes) == (1, ["person_erased"])
    assert not list(CustomersTable.scan(CustomersTable.kind == "customer"))
    told = {
        "number": "1", "customer_external_id": "6940095564001", "currency": "EUR", "placed_at": "2024-01-01T00:00:00Z", "total": 100,
        "payment_status": "paid", "lines": [{"title": "Mug", "quantity": 1, "unit_price": 100}], "address": {"street": "Hauptstraße 1"},
    }  # fmt: skip
    assert bring(json.dumps(told), "orders", media="application/x-ndjson").codes == ["person_erased"]
    assert bring(json.dumps(told | {"customer_external_id": "2"}), "orders", media="application/x-ndjson").counts["created"] == 1


def test_files_as_people_save_them() -> None:
    """A mark at the beginning, semicolons, Windows' line ends, quotes over several lines."""
    row = ADA | {"Note": 'says "hello"\r\nand; more'}
    for data in (
        b"\xef\xbb\xbf" + table([row]).encode(),
        table([row], ";").encode("utf-16"),
        ("sep=;\r\n" + table([row], ";")).encode(),
    ):
        assert bring(data, "customers").counts["failed"] == 0
    assert len({item.pk for item in CustomersTable.scan(CustomersTable.kind == "customer")}) == 1


def test_files_that_are_none() -> None:
    for data, code in (
        (b"Name,Lineitem\n\xff\xfe\x00broken\xc3\x28", "not_a_text_file"),
        (b"Handle,Title\nmug,Mug\n", "missing_columns"),
        (table([ADA]).encode() + b'"not closed', "broken_csv"),
        (b"First Name,Email\n", "empty_file"),
    ):
        job = bring(data, "customers").job
        assert (job["state"], job["error"]["code"]) == ("failed", code)
    assert bring(table([ADA]), "orders").job["error"]["code"] == "wrong_kind"


def test_the_report_calculates_nothing() -> None:
    done = bring('{"email": "a@example.com", "=cmd()": 1}\n', "customers", media="application/x-ndjson")
    assert done.codes == ["unknown_field"]
    assert not [cell for line in done.report().splitlines() for cell in line.split(",") if cell[:1] in "=+-@" and cell]
