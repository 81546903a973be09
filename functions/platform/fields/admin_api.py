"""Declaring custom fields."""

from __future__ import annotations

from typing import Any

from functions.platform.fields.field_definitions import declare, definition, definitions, redeclare, undeclare
from functions.platform.fields.schemas import (
    FieldDefinitionIn,
    FieldDefinitionList,
    FieldDefinitionPatch,
    FieldDefinitionsQuery,
    FieldDefinitionView,
    check,
)
from functions.platform.store.records import PlatformTable
from functions.shared.fields.custom_fields import FieldDefinition, Resource
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Invalid

fields_api = Api("settings")
_READ, _WRITE = "settings.read", "settings.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")


def _reply(one: FieldDefinition, version: int, status: int = 200) -> Reply:
    return Reply(FieldDefinitionView.of(one, version), status, etag=str(version))


@fields_api.operation(
    "GET",
    "/v1/admin/field_definitions",
    summary="Custom fields",
    permission=_READ,
    query=FieldDefinitionsQuery,
    response=FieldDefinitionList,
)
def get_definitions(req: Request[Any, FieldDefinitionsQuery]) -> FieldDefinitionList:
    """All of them (at most 100 of a resource), by resource and key."""
    wanted = [req.query.resource] if req.query.resource else list(Resource)
    found = [FieldDefinitionView.of(one, version) for resource in wanted for one, version in definitions(resource) if not one.deleted_at]
    return FieldDefinitionList(data=found)


@fields_api.operation(
    "POST",
    "/v1/admin/field_definitions",
    summary="Declare a custom field",
    permission=_WRITE,
    body=FieldDefinitionIn,
    example={
        "resource": "product",
        "key": "warranty_months",
        "type": "integer",
        "visibility": "public",
        "name": {"zh": "保修期（月）", "en": "Warranty in months"},
        "filterable": True,
        "validation": {"min": 0, "max": 120},
    },
    response=FieldDefinitionView,
    status=201,
    idempotent=PlatformTable,
    errors=[(409, "field_key_taken"), (422, "too_many_definitions")],
)
def post_definition(req: Request[FieldDefinitionIn, NoQuery]) -> Reply:
    """Resources of its kind take the field in `custom_fields` from now on. A public field is shown to shoppers; of customers and orders,
    its owner may write it too. `resource`, `key`, `type`, `many` and `visibility` never change."""
    return _reply(*declare(req.body.definition(), remember=req.remembering(lambda one, at: _reply(one, at, 201))), 201)


@fields_api.operation(
    "GET",
    "/v1/admin/field_definitions/{id}",
    summary="A custom field",
    permission=_READ,
    response=FieldDefinitionView,
    errors=[_MISSING],
)
def get_definition(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*definition(req.path["id"]))


@fields_api.operation(
    "PATCH",
    "/v1/admin/field_definitions/{id}",
    summary="Change a custom field",
    permission=_WRITE,
    body=FieldDefinitionPatch,
    response=FieldDefinitionView,
    idempotent=PlatformTable,
    errors=[_MISSING, _STALE, (422, "invalid_definition")],
    headers=("If-Match",),
)
def patch_definition(req: Request[FieldDefinitionPatch, NoQuery]) -> Reply:
    """Values that are there stay; they are judged by the new rules when they are next written."""
    changes = req.body.changes()
    try:
        check(FieldDefinition(**vars(definition(req.path["id"])[0]) | changes))
    except ValueError as error:
        raise Invalid.field("/validation", "invalid_definition", str(error)) from error
    return _reply(*redeclare(req.path["id"], changes, if_match=req.if_match(), remember=req.remembering(_reply)))


@fields_api.operation(
    "DELETE",
    "/v1/admin/field_definitions/{id}",
    summary="Delete a custom field",
    permission=_WRITE,
    status=204,
    idempotent=PlatformTable,
    errors=[_MISSING, _STALE],
    headers=("If-Match",),
)
def delete_definition(req: Request[NoBody, NoQuery]) -> Reply:
    """Values that are there stay as they are and are shown as before; none can be written any more. The key can be declared again with
    the same type and visibility only."""
    reply = Reply(status=204)
    undeclare(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
