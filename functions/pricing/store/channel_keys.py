"""Face: which API keys name a channel: none names one that there is not, and a channel that keys name stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from functions.pricing.model.channels import ALWAYS
from functions.pricing.store.channels import sales_channels
from functions.pricing.store.records import CHANNELS, ChannelKeysRecord, DocumentRecord, channel_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Check, Write
from functions.shared.store.versions import at_version, locked_put

_SK = "KEYS"


@dataclass(frozen=True)
class ChannelKeys:
    """Of a channel, by id, those that are not revoked."""

    keys: tuple[str, ...] = ()


def key_made_writes(channel: str, key_id: str) -> list[Write]:
    """For the transaction that makes the key, which raises Overtaken where the channels have changed: ask again. Nothing for a key of a
    channel that is always there. Raises Invalid (422 `unknown_channel`). Two GetItem."""
    if channel in ALWAYS:
        return []
    known, version = sales_channels.stored()
    if channel not in {one.id for one in known.channels}:
        raise Invalid.field("/channel", "unknown_channel", f"There is no channel {channel}: list it first.")
    keys, before = _keys_of(channel)
    there = Check(DocumentRecord, CHANNELS, CHANNELS, at_version(DocumentRecord, version), Overtaken())
    return [there, locked_put(_record(channel, {*keys, key_id}, before), before)]


def key_ended_writes(channel: str, key_id: str) -> list[Write]:
    """For the transaction that revokes the key, which raises Overtaken. Nothing for a key that was made before channels knew theirs."""
    keys, before = _keys_of(channel) if channel not in ALWAYS else ((), 0)
    return [locked_put(_record(channel, {*keys} - {key_id}, before), before)] if key_id in keys else []


def keys_naming(channels: Collection[str]) -> tuple[Mapping[str, tuple[str, ...]], list[Write]]:
    """Keys by channel, of those that any names; and what a transaction checks that takes the channels away: it raises Overtaken where
    a key was made meanwhile. One BatchGetItem."""
    found = find_many({ChannelKeysRecord: [(channel_pk(one), _SK) for one in channels]}) if channels else {}
    records = {one: found.get((ChannelKeysRecord, channel_pk(one), _SK)) for one in channels}
    named = {one: load(ChannelKeys, record.body).keys for one, record in records.items() if isinstance(record, ChannelKeysRecord)}
    versions = {one: int(record.version) if isinstance(record, ChannelKeysRecord) else 0 for one, record in records.items()}
    return {one: keys for one, keys in named.items() if keys}, [
        Check(ChannelKeysRecord, channel_pk(one), _SK, at_version(ChannelKeysRecord, version), Overtaken())
        for one, version in versions.items()
    ]


def _keys_of(channel: str) -> tuple[tuple[str, ...], int]:
    record = find(ChannelKeysRecord, channel_pk(channel), _SK)
    return (load(ChannelKeys, record.body).keys, int(record.version)) if record else ((), 0)


def _record(channel: str, keys: Collection[str], before: int) -> ChannelKeysRecord:
    return ChannelKeysRecord(
        pk=channel_pk(channel), sk=_SK, kind="channel_keys", body=dump(ChannelKeys(tuple(sorted(keys)))), version=before + 1
    )
