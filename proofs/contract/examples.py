"""What the contract shows: every body is taken by its operation, every answer is one that its own schema allows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator

from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from proofs.claim import examples
from proofs.contract.links import ENDS_SESSIONS
from proofs.contract.stage import Stage, contract

_LOOKED_FOR = (404, 409, 410, 424)
"""The shape was taken; what it names is not there, or not in that state."""


@dataclass
class Shown:
    """What was made by examples before, by the last word of its path; what is shown in their place is filled with it."""

    stage: Stage
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        order = f"/v1/admin/orders/{self.stage.someone.ids['orders']}"
        told = self.stage.send("GET", "/v1/admin/orders/{id}", order, self.stage.callers()["owner"], b"")[2]
        customer = str(json.loads(told)["customer_id"])
        self.there = {"variant_id": self.stage.world.variants[0], "customer_id": customer, "customers": customer, "store_credit": customer}

    def path(self, path: str) -> str:
        before, parts = "", []
        for part in path.strip("/").split("/"):
            known = self.there | self.made | self.stage.someone.ids
            parts.append(known.get(part.strip("{}"), known.get(before, "x")) if part.startswith("{") else part)
            before = part
        return "/" + "/".join(quote(one) for one in parts)

    def names(self, path: str) -> dict[str, str]:
        """What its parameters are filled with."""
        pairs = zip(path.strip("/").split("/"), self.path(path).strip("/").split("/"), strict=True)
        return {name.strip("{}"): value for name, value in pairs if name.startswith("{")}

    def body(self, shown: Any) -> Any:
        known = {f"{word.removesuffix('s')}_id": one for word, one in self.made.items()}
        return _filled(deepcopy(shown), known | self.there | {"order_id": self.stage.someone.ids["orders"]})

    def note(self, path: str, content: bytes) -> None:
        try:
            told = json.loads(content)
        except ValueError:
            return
        if isinstance(told, dict) and isinstance(told.get("id"), str):
            self.made[path.rpartition("/")[2]] = told["id"]


def _goes_back(body: Any) -> bool:
    """To settings of before."""
    return isinstance(body, dict) and set(body) == {"version"}


def _filled(node: Any, known: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: known.get(name, one) if isinstance(one, str) else _filled(one, known) for name, one in node.items()}
    return [_filled(one, known) for one in node] if isinstance(node, list) else node


def caller_of(definition: dict[str, Any]) -> str:
    return "customer" if definition.get("x-permission", PUBLIC) in (PUBLIC, SIGNED_IN) else "owner"


def bodies(stage: Stage, step: int) -> tuple[Counter[str], list[str]]:
    """Those that make something first; each is asked by somebody who may."""
    counts, wrong, shown = Counter[str](), list[str](), Shown(stage)
    ordered = sorted(examples(), key=lambda one: (one[1].count("{"), _goes_back(examples()[one]), one[0] != "POST", one[1]))
    for method, path in ordered[::step]:
        definition = contract()["paths"][path][method.lower()]
        if definition["operationId"] in ENDS_SESSIONS:
            continue
        headers, body = {**stage.callers()[caller_of(definition)], "content-type": "application/json"}, shown.body(examples()[method, path])
        if isinstance(body, dict) and isinstance(body.get("version"), int) and "get" in contract()["paths"][path]:
            # Of settings: the one before the present one, or the present one.
            now = json.loads(stage.send("GET", path, shown.path(path), headers, b"")[2]).get("version", 1)
            body["version"] = max(1, now - 1) if _goes_back(body) else now
        raw = json.dumps(body).encode()
        status, _, content = stage.send(method, path, shown.path(path), headers, raw)
        told = content.decode("utf-8", "replace")
        if status < 300:
            shown.note(path, content)
        # Of 422 only `invalid` says that the shape is wrong.
        fine = status < 300 or status in _LOOKED_FOR or (status in (401, 403, 422) and json.loads(told)["code"] != "invalid")
        counts["did what they show" if status < 300 else "need what is not there"] += 1
        wrong += [] if fine else [f"the example of {method} {path}: {status} {told[:300]}"]
    return counts, wrong


def answers(step: int) -> tuple[int, list[str]]:
    """Each is what the schema beside it allows."""
    document, count, wrong = contract(), 0, list[str]()
    for where, media in list(_media(document))[::step]:
        judge = Draft202012Validator({**media["schema"], "components": document["components"]})
        for shown in _shown(media):
            count += 1
            wrong += [f"{where}: {'/'.join(map(str, one.path))}: {one.message[:200]}" for one in judge.iter_errors(shown)][:2]
    return count, wrong


def _media(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            contents = [("the body", operation.get("requestBody", {}).get("content", {}))]
            contents += [(status, one.get("content", {})) for status, one in operation["responses"].items()]
            yield from (
                (f"{method.upper()} {path} {name}", one) for name, content in contents for one in content.values() if "schema" in one
            )
    for name, answer in document["components"].get("responses", {}).items():
        yield from ((f"answers {name}", one) for one in answer.get("content", {}).values() if "schema" in one)


def _shown(media: dict[str, Any]) -> Iterator[Any]:
    if "example" in media:
        yield media["example"]
    for one in media.get("examples", {}).values():
        yield (contract()["components"]["examples"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one)["value"]
