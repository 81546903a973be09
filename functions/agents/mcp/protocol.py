"""JSON-RPC as MCP speaks it over HTTP, without sessions and streams: 2026-07-28 (each call says its version), and 2025-11-25 for clients
that still shake hands. Pure but for the settings.

Source: modelcontextprotocol.io, specification 2026-07-28 ("Transports", "Versioning") and 2025-11-25.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from urllib.parse import urlsplit

from functions.shared.http.reading import check_media
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import UnsupportedMedia
from functions.shared.plain.settings import settings

STATELESS, HANDSHAKE = "2026-07-28", "2025-11-25"
VERSIONS = (STATELESS, HANDSHAKE)
_OLDER = frozenset({"2025-06-18", "2025-03-26"})
"""Of which nothing is different in what we answer."""
VERSION_KEY, INFO_KEY = "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/serverInfo"
PARSE, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, REFUSED, DISCOVERY = -32700, -32600, -32601, -32602, -32000, -32001
HEADER_MISMATCH, UNSUPPORTED_VERSION = -32020, -32022
INFO = {"name": "serverless-commerce", "version": "1"}


class RpcError(Exception):
    """`status`: of HTTP. `call_id`: of the request, where it was read before all of it was."""

    call_id: str | int | None = None

    def __init__(self, code: int, message: str, data: Mapping[str, Any] | None = None, *, status: int = 200) -> None:
        super().__init__(message)
        self.code, self.message, self.data, self.status = code, message, dict(data or {}), status


@dataclass(frozen=True)
class Rpc:
    """`id` None: a notification, which is not answered."""

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    id: str | int | None = None
    version: str = HANDSHAKE

    @property
    def is_stateless(self) -> bool:
        return self.version == STATELESS


def check_origin(headers: Mapping[str, str]) -> None:
    """A page of another host must not let its visitor's browser talk to us. Raises RpcError (403)."""
    origin = headers.get("origin")
    own = urlsplit(settings().public_base_url)
    if origin is not None and origin not in (f"{own.scheme}://{own.netloc}", settings().cors_origin):
        raise RpcError(INVALID_REQUEST, "This origin may not call.", status=403)


def read_rpc(raw: bytes, headers: Mapping[str, str]) -> Rpc:
    """Raises RpcError."""
    try:
        check_media(headers)
        told = json.loads(raw)
        # Half a character cannot be told again.
        json.dumps(told, ensure_ascii=False).encode()
    except UnsupportedMedia as error:
        raise RpcError(INVALID_REQUEST, error.detail, status=error.status) from error
    except (ValueError, RecursionError) as error:
        raise RpcError(PARSE, "This is no JSON.", status=400) from error
    if not isinstance(told, dict) or told.get("jsonrpc") != "2.0" or not isinstance(told.get("method"), str):
        raise RpcError(INVALID_REQUEST, "Send one JSON-RPC 2.0 request.", status=400)
    params, call_id = told.get("params", {}), told.get("id")
    if not isinstance(params, dict) or ("id" in told and (isinstance(call_id, bool) or not isinstance(call_id, str | int))):
        raise RpcError(INVALID_REQUEST, "params is an object, id a text or a whole number.", status=400)
    try:
        return Rpc(told["method"], params, call_id, _version(told["method"], params, headers))
    except RpcError as error:
        error.call_id = call_id
        raise


def _version(method: str, params: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    meta = params.get("_meta")
    told = meta.get(VERSION_KEY) if isinstance(meta, dict) else None
    header = headers.get("mcp-protocol-version")
    if told is None and header != STATELESS:
        if header is not None and header not in (*VERSIONS, *_OLDER):
            raise _unsupported(header)
        return HANDSHAKE
    if told is not None and told not in VERSIONS:
        raise _unsupported(str(told)[:40])
    named = params.get("name") if method == "tools/call" else None
    for name, value in (("mcp-protocol-version", told), ("mcp-method", method), ("mcp-name", named)):
        sent = headers.get(name)
        if (value is not None and sent != value) or (value is None and sent is not None):
            raise RpcError(HEADER_MISMATCH, f"The header {name} is not what the body says.", status=400)
    return str(told)


def _unsupported(version: str) -> RpcError:
    return RpcError(UNSUPPORTED_VERSION, "Unsupported protocol version", {"supported": list(VERSIONS), "requested": version}, status=400)


def result_of(rpc: Rpc, result: Mapping[str, Any], *, keeps: int | None = None, scope: str = "public") -> str:
    """`keeps`: milliseconds that everybody may keep it for, or with the `scope` "private" who asked."""
    told = dict(result)
    if rpc.is_stateless:
        told |= {"resultType": "complete"} | ({"ttlMs": keeps, "cacheScope": scope} if keeps is not None else {})
    return json.dumps({"jsonrpc": "2.0", "id": rpc.id, "result": told}, ensure_ascii=False)


def error_of(call_id: str | int | None, error: RpcError) -> str:
    told: dict[str, Any] = {"code": error.code, "message": error.message}
    return json.dumps({"jsonrpc": "2.0", "id": call_id, "error": told | ({"data": error.data} if error.data else {})}, ensure_ascii=False)


def discovered(instructions: str) -> dict[str, Any]:
    """`server/discover`."""
    told = {"supportedVersions": list(VERSIONS), "capabilities": {"tools": {}}, "instructions": instructions}
    return told | {"_meta": {INFO_KEY: INFO}}


def shaken(params: Mapping[str, Any], instructions: str) -> dict[str, Any]:
    """`initialize`: the version that is asked for, where we know it; no session."""
    asked = params.get("protocolVersion")
    version = asked if asked == HANDSHAKE or asked in _OLDER else HANDSHAKE
    return {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": INFO, "instructions": instructions}
