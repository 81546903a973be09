"""What is said of devices."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.notifications.channels.table import brought_channels
from functions.notifications.model.devices import Device
from functions.notifications.model.purpose import Channel
from functions.shared.http.validation import Schema

_OURS: dict[str, frozenset[str]] = {Channel.PUSH: frozenset({""}), Channel.WECHAT: frozenset({"official", "mini"})}


class DeviceIn(Schema):
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")] = Field(
        description="push, wechat, or a channel that a package brings.", examples=["push"]
    )
    token: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,4096}$")] = Field(
        description="Of push: FCM's registration token; of wechat: the openid. Shown to nobody."
    )
    app: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,40}$")] = Field("", description="Of wechat: official or mini.")

    @model_validator(mode="after")
    def _known(self) -> DeviceIn:
        allowed = _OURS.get(self.channel)
        if allowed is None and self.channel not in brought_channels():
            raise ValueError("no channel that tells devices has this name")
        if allowed is not None and self.app not in allowed:
            raise ValueError("this channel has no such app")
        return self


class DeviceOut(Schema):
    id: str
    channel: str
    app: str
    at: str = Field(description="When it was registered last.")


class DeviceList(Schema):
    data: list[DeviceOut] = Field(max_length=10)
    next_cursor: str | None = None


def device_view(device: Device) -> DeviceOut:
    return DeviceOut(id=device.id, channel=device.channel, app=device.app, at=device.at)
