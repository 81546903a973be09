"""X10: custom fields are declared under versions, once per key, and what they say of a value never changes."""

from __future__ import annotations

from typing import Any

import pytest

from functions.platform import app as platform
from functions.platform import checked_fields
from functions.platform.fields import field_definitions
from functions.shared.fields.custom_fields import MAX_DEFINITIONS, Resource
from functions.shared.plain.errors import Invalid
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PATH = "/v1/admin/field_definitions"
WARRANTY = {"resource": "product", "key": "warranty_months", "type": "integer", "validation": {"min": 0, "max": 120}}


@pytest.fixture
def owner() -> Client:
    return Client(platform.app, bearer("owner"))


def declare(owner: Client, **said: Any) -> Answer:
    return owner.post(PATH, WARRANTY | said)


def test_a_definition_is_made_read_changed_and_deleted(owner: Client) -> None:
    made = declare(owner, name={"zh": "保修期", "en": "Warranty"}, visibility="public", filterable=True)
    assert made.status == 201
    one = made.json
    assert (one["version"], one["type"], one["visibility"], one["filterable"]) == (1, "integer", "public", True)
    assert owner.get(f"{PATH}/{one['id']}").json == one
    assert owner.get(f"{PATH}?resource=product").json["data"] == [one]
    assert owner.get(f"{PATH}?resource=order").json["data"] == []
    changed = owner.patch(f"{PATH}/{one['id']}", {"validation": {"max": 12}, "filterable": False}, If_Match='"1"')
    assert (changed.json["version"], changed.json["validation"]["max"], changed.json["filterable"]) == (2, 12, False)
    assert owner.patch(f"{PATH}/{one['id']}", {"filterable": False}).json["version"] == 2, "nothing changed"
    assert owner.patch(f"{PATH}/{one['id']}", {"filterable": True}, If_Match='"1"').code == "version_conflict"
    assert owner.delete(f"{PATH}/{one['id']}", If_Match='"1"').code == "version_conflict"
    assert owner.delete(f"{PATH}/{one['id']}", If_Match='"2"').status == 204
    assert owner.get(f"{PATH}/{one['id']}").status == 404
    assert owner.get(PATH).json["data"] == []


@pytest.mark.parametrize(
    "said",
    [
        {"key": "no key"}, {"key": ""}, {"type": "colour"}, {"resource": "warehouse"}, {"visibility": "secret"}, {"unknown": 1},
        {"validation": {"min": 5, "max": 1}}, {"validation": {"regex": "a"}}, {"validation": {"min": "2026-01-01"}},
        {"type": "enum", "validation": {}}, {"type": "enum", "validation": {"allowed_values": ["a", "a"]}},
        {"type": "string", "validation": {"regex": "("}}, {"type": "string", "validation": {"regex": "(?=a)"}},
        {"type": "string", "validation": {"min": 1}}, {"type": "date", "validation": {"min": 1}},
        {"type": "json", "validation": {}, "filterable": True}, {"refers_to": "product"}, {"validation": {"min_items": 1}},
        {"validation": {"allowed_values": ["1"]}}, {"validation": {"min": True}}, {"validation": {"min": 1e400}},
    ],
)  # fmt: skip
def test_definitions_whose_parts_do_not_fit_are_refused(owner: Client, said: dict[str, Any]) -> None:
    assert declare(owner, **said).status in (400, 422)


def test_what_is_fixed_cannot_be_changed(owner: Client) -> None:
    made = declare(owner).json
    for fixed in ({"key": "other"}, {"type": "string"}, {"visibility": "public"}, {"resource": "order"}, {"many": True}):
        assert owner.patch(f"{PATH}/{made['id']}", fixed).status == 422
    assert owner.patch(f"{PATH}/{made['id']}", {"validation": {"regex": "a"}}).code == "invalid_definition"


def test_a_key_is_declared_once_and_again_only_as_what_it_was(owner: Client) -> None:
    """A value that is there must never become public, or something else, by a definition made anew."""
    made = declare(owner).json
    assert declare(owner).code == "field_key_taken"
    assert declare(owner, resource="order").status == 201
    owner.delete(f"{PATH}/{made['id']}")
    assert declare(owner, visibility="public").code == "field_key_taken"
    assert declare(owner, type="string", validation={}).code == "field_key_taken"
    again = declare(owner)
    assert (again.status, again.json["id"], again.json["version"]) == (201, made["id"], 3)


def test_a_resource_has_a_bounded_number_of_fields(owner: Client) -> None:
    for n in range(MAX_DEFINITIONS):
        last = declare(owner, key=f"f{n}")
    assert last.status == 201
    assert declare(owner, key="one_more").code == "too_many_definitions"
    owner.delete(f"{PATH}/{last.json['id']}")
    assert declare(owner, key="one_more").status == 201


def test_a_definition_made_elsewhere_is_known_at_once(owner: Client) -> None:
    """Another process has its own minute of memory."""
    declare(owner, key="first")
    assert checked_fields(Resource.PRODUCT, {"first": 1}).private == {"first": 1}
    remembered = dict(field_definitions._known)
    declare(owner, key="second")
    field_definitions._known.update(remembered)
    assert checked_fields(Resource.PRODUCT, {"second": 2}).private == {"second": 2}
    with pytest.raises(Invalid):
        checked_fields(Resource.PRODUCT, {"third": 3})


def test_who_only_reads_settings_declares_nothing() -> None:
    assert Client(platform.app, bearer("manager")).post(PATH, WARRANTY).status == 403
    assert Client(platform.app).get(PATH).status == 401
