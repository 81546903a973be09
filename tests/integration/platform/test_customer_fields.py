"""X10: customers keep their public fields, staff the private ones; neither touches the other's."""

from __future__ import annotations

from functions.customers.app import app
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, customer_pk
from functions.platform import app as platform
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

SECRET = "only staff know this"


SUBJECT = "0f2f9b6e-6f0a-4d1c-9d5e-2b7a8c3d4e5f"


def signed_in() -> Client:
    """Somebody whose record was made before."""
    customer = Customer(ids.customer_id(SUBJECT), "ada@example.com", "Ada", "en", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    return Client(app, bearer(subject=SUBJECT))


def test_public_fields_are_the_customers_own_and_private_ones_the_staffs() -> None:
    """X10, F-C11"""
    owner = Client(platform.app, bearer("owner"))
    for key, visibility in (("shoe_size", "public"), ("rating", "private")):
        body = {"resource": "customer", "key": key, "type": "integer", "visibility": visibility}
        assert owner.post("/v1/admin/field_definitions", body).status == 201
    me, staff = signed_in(), Client(app, bearer("owner"))
    path = f"/v1/admin/customers/{me.get('/v1/me').json['id']}"
    assert me.patch("/v1/me", {"custom_fields": {"shoe_size": 38}}).json["custom_fields"] == {"shoe_size": 38}
    notes = {"custom_fields": {"shoe_size": 38, "rating": 5}, "private_metadata": {"crm": SECRET}}
    noted = staff.patch(path, notes)
    assert {name: noted.json[name] for name in notes} == notes
    assert staff.patch(path, notes).json["version"] == noted.json["version"]
    mine = me.patch("/v1/me", {"custom_fields": {"shoe_size": 39}})
    assert (mine.json["custom_fields"], SECRET in mine.text, "rating" in mine.text) == ({"shoe_size": 39}, False, False)
    assert staff.get(path).json["custom_fields"] == {"shoe_size": 39, "rating": 5}
    for fields in ({"rating": 1}, {"nothing": 1}, {"shoe_size": "39"}):
        refused = me.patch("/v1/me", {"custom_fields": fields})
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/custom_fields/{next(iter(fields))}")
    told = [event for event in events_in(CustomersTable) if event.type == "customer.edited"]
    assert told[-1].custom_fields == {"shoe_size": 39}
    assert not any(SECRET in str(event) for event in told)
    assert staff.get("/v1/admin/customers/cus_01JD0000000000000000000000").status == 404
    assert Client(app, bearer("support")).patch(path, notes).status == 403
