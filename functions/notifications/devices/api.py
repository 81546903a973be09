"""Devices of whoever is signed in, over HTTP."""

from __future__ import annotations

import re

from functions.notifications.devices.schemas import DeviceIn, DeviceList, DeviceOut, device_view
from functions.notifications.model.devices import Device
from functions.notifications.store.devices import devices_of, register, remove_device
from functions.notifications.store.records import NotificationsTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound

devices_api = Api("notifications")
_PATH = "/v1/me/devices"
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


@devices_api.operation("GET", _PATH, summary="My devices", permission=SIGNED_IN, response=DeviceList)
def list_devices(req: Request[NoBody, NoQuery]) -> DeviceList:
    return DeviceList(data=[device_view(one) for one in devices_of(req.caller.id)])


@devices_api.operation(
    "PUT", f"{_PATH}/{{id}}", summary="Tell me at this device", permission=SIGNED_IN, body=DeviceIn, response=DeviceOut,
    idempotent=NotificationsTable, errors=[(404, "not_found")],
)  # fmt: skip
def put_device(req: Request[DeviceIn, NoQuery]) -> Reply:
    """The id is the app's own (8 to 64 letters, digits, `_`, `-`). Whoever signed in there before is told nothing at it any more; of more
    than ten devices the one that was registered longest ago goes."""

    def render(device: Device) -> Reply:
        return Reply(device_view(device))

    body = req.body
    device = Device(_id(req.path["id"]), req.caller.id, body.channel, body.token, times.iso(clock.now()), body.app)
    return render(register(device, remember=req.remembering(render)))


@devices_api.operation(
    "DELETE", f"{_PATH}/{{id}}", summary="No more at this device", permission=SIGNED_IN, status=204, idempotent=NotificationsTable,
    errors=[(404, "not_found")],
)  # fmt: skip
def delete_device(req: Request[NoBody, NoQuery]) -> Reply:
    def render() -> Reply:
        return Reply(None, 204)

    remove_device(req.caller.id, _id(req.path["id"]), remember=req.remembering(render))
    return render()


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise NotFound("There can be no such device.")
    return text
