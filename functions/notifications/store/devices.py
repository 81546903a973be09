"""Devices of people. pk `CUS#<customer id>`, sk `DEVICE#<id>`; gsi1 `DEVICE#<keyed hash of channel and token>` / person: a token is one
person's, whoever signed in on that device last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.notifications.model.channel import Address
from functions.notifications.model.devices import MOST, SEALED_FIELDS, Device
from functions.notifications.store.preferences import still_there
from functions.notifications.store.records import DeviceRecord, customer_pk, device_sk
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound
from functions.shared.sealing import key_for, look_up, opened_body, sealed_body
from functions.shared.store.again import again
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Remember, Write, transact


def devices_of(person: str) -> list[Device]:
    """The one registered last first, without their tokens. One Query."""
    found = [_bare(record) for record in _records(person)]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def addresses_of(person: str, channel: str) -> list[Address]:
    """One Query, and the person's key where there is a device."""
    mine = [record for record in _records(person) if _bare(record).channel == channel]
    found = [opened_body(Device, record.body, place=_place(record)) for record in mine]
    return [Address(one.token, f"***{one.token[-4:]}", one.id, one.app) for one in found if one.token]


def register(device: Device, *, remember: Remember[Device]) -> Device:
    """Takes the token away from whoever had it, and the place of the oldest where there are too many. Raises Erased (401)."""
    pk, sk = customer_pk(device.person), device_sk(device.id)
    key_for(device.person)
    body = sealed_body(device, SEALED_FIELDS, key=device.person, place=f"{pk}|{sk}")
    record = DeviceRecord(pk=pk, sk=sk, kind="device", body=body, gsi1pk=_of_token(device.channel, device.token), gsi1sk=device.person)

    def attempt() -> Device:
        others = [one for one in DeviceRecord.gsi1.query(record.gsi1pk) if (one.pk, one.sk) != (pk, sk)]
        own = [one for one in devices_of(device.person) if one.id != device.id]
        over = [DeviceRecord(pk=pk, sk=device_sk(one.id)) for one in own[MOST - 1 :]]
        gone = {(one.pk, one.sk): DeviceRecord(pk=one.pk, sk=one.sk) for one in (*others, *over)}
        writes: list[Write] = [still_there(device.person), Put(record), *map(Delete, gone.values())]
        transact([*writes, *remember(device)])
        return device

    return again(attempt)


def remove_device(person: str, device_id: str, *, remember: Remember[()]) -> None:
    """Raises NotFound."""
    record = DeviceRecord(pk=customer_pk(person), sk=device_sk(device_id))
    transact([Delete(record, DeviceRecord.pk.exists(), NotFound("There is no such device.")), *remember()])


def forget_device(to: Address, person: str) -> None:
    """Its provider does not know it any more; one that was registered anew meanwhile stays."""
    pk, sk = customer_pk(person), device_sk(to.device)
    record = find(DeviceRecord, pk, sk)
    if record is not None and opened_body(Device, record.body, place=_place(record)).token == to.text:
        transact([Delete(DeviceRecord(pk=pk, sk=sk))])


def _place(record: DeviceRecord) -> str:
    return f"{record.pk}|{record.sk}"


def _records(person: str) -> Sequence[DeviceRecord]:
    return list(in_partition(DeviceRecord, customer_pk(person), beginning=device_sk("")))


def _bare(record: DeviceRecord) -> Device:
    return replace(load(Device, record.body), token="")


def _of_token(channel: str, token: str) -> str:
    return f"DEVICE#{look_up(f'device {channel}', token)}"
