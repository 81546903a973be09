"""Keys of providers, for whoever sets the shop up. They can be written, never read."""

from __future__ import annotations

from typing import Any

from functions.platform.keys.known_providers import provider
from functions.platform.keys.schemas import ProviderKeysIn, ProviderKeysList, ProviderKeysView
from functions.platform.keys.set_keys import Told, all_told, set_keys, told_of
from functions.shared.documents.records import SettingsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

keys_api = Api("settings")
_PATH = "/v1/admin/provider_keys"
_MISSING = (404, "not_found")


def _reply(told: Told) -> Reply:
    return Reply(ProviderKeysView.of(told))


@keys_api.operation(
    "GET", _PATH, summary="Whose keys are set, since when and by whom", permission="settings.read", response=ProviderKeysList,
    errors=[(503, "secret_unreadable")],
)  # fmt: skip
def list_keys(_req: Request[Any, NoQuery]) -> ProviderKeysList:
    """All payment providers and couriers that have keys; never the keys."""
    return ProviderKeysList(data=[ProviderKeysView.of(told) for told in all_told()])


@keys_api.operation(
    "GET", _PATH + "/{provider}", summary="What is set of a provider's keys", permission="settings.read", response=ProviderKeysView,
    errors=[_MISSING, (503, "secret_unreadable")],
)  # fmt: skip
def read_keys(req: Request[Any, NoQuery]) -> Reply:
    return _reply(told_of([provider(req.path["provider"])])[0])


@keys_api.operation(
    "PUT", _PATH + "/{provider}", summary="Set a provider's keys", permission="settings.write", body=ProviderKeysIn,
    response=ProviderKeysView, idempotent=SettingsTable,
    errors=[_MISSING, (422, "too_large"), (503, "contention"), (503, "secret_unreadable")],
)  # fmt: skip
def put_keys(req: Request[ProviderKeysIn, NoQuery]) -> Reply:
    """Used everywhere within a minute. What is read can be sent back: a mask stays what it masks. No version of settings holds keys."""
    whose = provider(req.path["provider"])
    return _reply(set_keys(whose, req.body.secrets, by=req.caller.actor, remember=req.remembering(_reply)))
