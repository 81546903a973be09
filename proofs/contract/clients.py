"""The clients that are made from the contract call every operation of it, and understand what is answered."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import subprocess
import sys
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import EnumType
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import ModuleType
from typing import Any

import httpx

from infra.compose import ROOT
from infra.console.build import node_path
from infra.sdk.contract import is_for_clients
from infra.sdk.make import PACKAGE, TYPESCRIPT, make_python, make_typescript
from proofs.claim import examples
from proofs.contract.examples import Shown, caller_of
from proofs.contract.links import ENDS_SESSIONS
from proofs.contract.stage import Stage, contract
from proofs.cost.proof import BEGIN

_FILE = b"sku,title\n"
_SAMPLES = {"string": "x", "integer": 1, "number": 1, "boolean": True, "array": ["x"]}


def wanted() -> list[tuple[str, str]]:
    found = [(method, path) for path, item in contract()["paths"].items() for method in item if is_for_clients(path)]
    return [one for one in found if contract()["paths"][one[1]][one[0]]["operationId"] not in ENDS_SESSIONS]


def python(stage: Stage) -> tuple[int, list[str]]:
    """How many operations were called, by whoever may; what an answer was not, or was not read as."""
    made, called, wrong, shown = make_python(), 0, list[str](), Shown(stage)
    sys.path.insert(0, str(made.parent))
    try:
        found = {one.stem: f"{PACKAGE}.api.{one.parent.name}.{one.stem}" for one in made.glob("api/*/*.py")}
        for method, path in wanted():
            definition = contract()["paths"][path][method]
            module = importlib.import_module(found[definition["operationId"]])
            try:
                status, parsed, media = _called(stage, module, method, path, shown)
            except Exception as failed:  # whatever a client cannot do
                wrong.append(f"Python, {method.upper()} {path}: {failed!r}"[:400])
                continue
            called += 1
            documented = str(status) in definition["responses"]
            wrong += [] if documented else [f"Python, {method.upper()} {path}: {status} is not in the contract"]
            if parsed is None and "json" in media and status != 204:
                wrong.append(f"Python, {method.upper()} {path}: {status} was not understood")
    finally:
        sys.path.remove(str(made.parent))
    return called, wrong


def _called(stage: Stage, module: ModuleType, method: str, path: str, shown: Shown) -> tuple[int, Any, str]:
    definition = contract()["paths"][path][method]
    headers = stage.callers()[caller_of(definition)]

    class InProcess(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            target = request.url.raw_path.decode()
            status, own, content = stage.send(method.upper(), path, target, dict(request.headers), request.read())
            if status < 300:
                shown.note(path, content)
            return httpx.Response(status, headers=dict(own), content=content)

    client = importlib.import_module(f"{PACKAGE}.client").Client(base_url="http://shop.test", raise_on_unexpected_status=True)
    client.set_httpx_client(httpx.Client(base_url="http://shop.test", headers=headers, transport=InProcess()))
    answer = module.sync_detailed(*shown.names(path).values(), client=client, **_arguments(module, method, path, shown))
    return int(answer.status_code), answer.parsed, answer.headers.get("content-type", "")


def _arguments(module: ModuleType, method: str, path: str, shown: Shown) -> dict[str, Any]:
    """What has to be said: the body as the contract shows it, and parameters without a default."""
    asked, given = inspect.signature(module.sync_detailed).parameters, dict[str, Any]()
    hints = typing.get_type_hints(module.sync_detailed)
    if "body" in asked:
        example = examples().get((method.upper(), path))
        kinds = typing.get_args(hints["body"]) or (hints["body"],)
        shape = next((one for one in kinds if hasattr(one, "from_dict")), None)
        if example is None:
            given["body"] = importlib.import_module(f"{PACKAGE}.types").File(payload=io.BytesIO(_FILE))
        else:
            given["body"] = shape.from_dict(shown.body(example)) if shape else shown.body(example)
    for name, value in query_of(method, path).items():
        # What is a word of Python has an underscore behind it.
        named = name.lower() if name.lower() in asked else f"{name.lower()}_"
        given[named] = _typed(hints[named], value)
    return given


def _typed(kind: Any, value: Any) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, EnumType) else value


def query_of(method: str, path: str) -> dict[str, Any]:
    """Parameters that must be given, but those of the path."""
    found = {}
    for one in contract()["paths"][path][method].get("parameters", ()):
        named = contract()["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        if named.get("required") and named["in"] == "query":
            schema = named["schema"]
            found[named["name"]] = named.get("example", schema.get("example", _first(schema)))
    return found


def _first(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _first(contract()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if schema.get("format") == "date":
        return BEGIN.date().isoformat()
    return schema["enum"][0] if "enum" in schema else _SAMPLES[schema.get("type", "string")]


def typescript(stage: Stage) -> tuple[int, list[str]]:
    """As with Python, over HTTP, by one program of node for all."""
    make_typescript()
    shown, calls = Shown(stage), list[dict[str, Any]]()
    for method, path in wanted():
        definition = contract()["paths"][path][method]
        example = examples().get((method.upper(), path))
        one = {"method": method, "path": path, "names": shown.names(path), "query": query_of(method, path), "body": shown.body(example)}
        calls.append(one | {"headers": stage.callers()[caller_of(definition)], "raw": example is None and "requestBody" in definition})
    with _served(stage) as url:
        done = subprocess.run(
            ["node", "test/every.ts", url], cwd=ROOT / TYPESCRIPT, env={"PATH": node_path()}, input=json.dumps(calls), capture_output=True,
            text=True, timeout=600, check=False,
        )  # fmt: skip
    if done.returncode:
        return 0, [f"TypeScript: {done.stderr[-500:]}"]
    wrong, told = list[str](), json.loads(done.stdout)
    for asked, answer in zip(calls, told, strict=True):
        name, status = f"TypeScript, {asked['method'].upper()} {asked['path']}", answer["status"]
        responses = contract()["paths"][asked["path"]][asked["method"]]["responses"]
        wrong += [] if str(status) in responses else [f"{name}: {status} {answer['text'][:200]} is not in the contract"]
        wrong += [] if answer["understood"] else [f"{name}: {status} was not understood: {answer['text'][:200]}"]
    return len(told), wrong


@contextmanager
def _served(stage: Stage) -> Iterator[str]:
    """The shop of the proof on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            _, resource, _ = stage.world.door()._route(self.path.partition("?")[0])
            status, own, content = stage.send(self.command, resource, self.path, dict(self.headers.items()), raw)
            self.send_response(status)
            for name, value in own.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 — the names http.server asks for

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
