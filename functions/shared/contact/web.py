"""The types of web addresses: an address, or one of the shop's own paths. No schema has its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from functions.shared.plain.web.address import LONGEST, is_path, split_address

_DETAIL = "This is no address that can be opened: {wanted}."
_WEB = "http:// or https://, a host, and no user name or backslash"


def _web(text: str) -> str:
    if split_address(text) is None:
        raise PydanticCustomError("invalid_url", _DETAIL, {"wanted": _WEB})
    return text


def _web_or_path(text: str) -> str:
    if not (is_path(text) if text.startswith("/") else split_address(text)):
        raise PydanticCustomError("invalid_url", _DETAIL, {"wanted": f"{_WEB}; or a path that begins with /"})
    return text


WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=LONGEST), AfterValidator(_web)]
WebAddressOrPath = Annotated[str, StringConstraints(pattern=r"^(https?://|/)[^\s<>\"]+$", max_length=LONGEST), AfterValidator(_web_or_path)]
