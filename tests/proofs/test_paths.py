"""Which deaths are of one kind (P02): a full proof dies at each kind, so what could end otherwise has to be another one."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from proofs.claim import Asked
from proofs.crash import paths
from proofs.crash.copies import Death, Scouted, possible
from proofs.crash.plan import Plan
from proofs.shop import lives
from proofs.shop.deeper import DEEPER
from proofs.shop.edge import Outside, Process

_REFUSED: Any = {"Error": {"Code": "ConditionalCheckFailedException", "Message": "no"}}
_LIFE, _OTHER = list(lives.LIVES)[:2]
_DEEPER, _DEEPER_TOO = list(DEEPER)[:2]


def _put(of: str = "01K9", **more: Any) -> Outside:
    item = {"pk": {"S": f"ORDER#{of}"}, "sk": {"S": f"EVT#{of}"}, "kind": {"S": "event"}}
    return Outside("orders", "dynamodb:PutItem", "orders", {"TableName": "orders", "Item": item, **more})


def _kind(*before: tuple[Outside, Any], of: Outside | None = None, trigger: Any = "POST /v1/orders") -> str:
    process = Process("orders", trigger=trigger)
    for one, answer in before:
        if isinstance(answer, Exception):
            with pytest.raises(type(answer)):
                paths.gone(process, one, lambda: _raised(answer))  # noqa: B023 — called at once
        else:
            paths.gone(process, one, lambda: answer)  # noqa: B023
    return paths.place(process, of or _put())


def _raised(error: Exception) -> Any:
    raise error


def test_the_same_way_to_the_same_call_is_one_kind_whosever_it_is() -> None:
    """P02"""
    read = Outside("orders", "dynamodb:GetItem", "orders", {"TableName": "orders", "Key": {"pk": {"S": "ORDER#01K8"}, "sk": {"S": "1"}}})
    assert _kind((_put("01K7"), {})) == _kind((_put("01K6"), {}), of=_put("01K5"))
    others = [
        _kind(),
        _kind((_put(), ClientError(_REFUSED, "PutItem"))),
        _kind((_put(), {}), of=_put(ConditionExpression="attribute_not_exists(pk)")),
        _kind((_put(), {}), of=read),
        _kind((_put(), {}), trigger="POST /v1/carts"),
        _kind((read, {}), of=_put()),
        _kind((read, {"Item": {"pk": {"S": "ORDER#01K8"}, "status": {"S": "paid"}}}), of=_put()),
        _kind((read, {"Item": {"pk": {"S": "ORDER#01K8"}, "status": {"S": "cancelled"}}}), of=_put()),
        _kind((_put(), {})),
    ]
    assert len(set(others)) == len(others)


def test_a_round_of_a_loop_that_goes_as_the_one_before_is_no_new_kind() -> None:
    """P02: the first two rounds stand for those after them, up to one that goes another way."""
    nothing = dict[str, Any]()
    one, another = (_put(), nothing), (_put(ConditionExpression="x"), nothing)
    kinds = [_kind(*[one] * rounds) for rounds in range(5)]
    assert len(set(kinds)) == 2
    assert _kind(one, another, one, another, of=_put("2")) == _kind(one, another, of=_put("3"))
    assert _kind(one, one, another) not in kinds


def test_a_full_proof_dies_of_each_kind_in_each_plain_life_and_elsewhere_of_those_not_had_before() -> None:
    """P02: deeper lives of those that no plain one has, the others of those that no life has."""
    met = {_LIFE: "aba", _OTHER: "a", _DEEPER: "aef", _DEEPER_TOO: "e", "PUT /v1/x": "acce", "a night": "cd"}
    scouts = {name: Scouted({}, [], 1.0, len(kinds), [], _deaths(kinds)) for name, kinds in met.items()}
    plan = Plan(Asked("crash", "full", 1, again=True), scouts)
    assert set(plan.order[:4]) == {_LIFE, _OTHER, _DEEPER, _DEEPER_TOO}
    assert plan.order[4:] == ["PUT /v1/x", "a night"]
    tried = []
    for journey in plan.order:
        dies = plan.dies(journey)
        for death in scouts[journey].deaths:
            if name := dies(death):
                tried.append((journey, death.kind))
                plan.take_in({name: [journey, []]})
    once = {(journey, kind) for journey, kind in tried if kind != "e"}
    assert once == {(_LIFE, "a"), (_LIFE, "b"), (_OTHER, "a"), (_DEEPER, "f"), ("PUT /v1/x", "c"), ("a night", "d")}
    assert (len(tried), [kind for _, kind in tried].count("e")) == (7, 1)


def _deaths(kinds: str) -> list[Death]:
    return [Death(number, "orders", "dies before", kind) for number, kind in enumerate(kinds, 1)]


def test_what_nobody_listed_has_its_deaths() -> None:
    """P02: a service and an operation that no code here knows of."""
    new = Outside("orders", "newservice:DoSomething", "", {"Thing": "x"})
    assert [one.way for one in possible(1, new, paths.place(Process("orders"), new))] == ["dies before", "dies after", "answer lost"]
    assert _kind(of=new) != _kind()
