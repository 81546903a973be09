"""The local AWS carries out a change of outputs alone, as CloudFormation does; and nothing else that changes no resource."""

from __future__ import annotations

from typing import Any

import pytest
from ministack.services import cloudformation

from infra.local.patches.output_changes import _allow_outputs

OUTPUTS = {"Name": {"Value": "a"}}
BEFORE: dict[str, Any] = {"Resources": {"Table": {}}, "Outputs": OUTPUTS}


def made(template: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = "The submitted information didn't contain changes. Submit different information to create a change set."
    return {"StackName": "base", "Status": "FAILED", "ExecutionStatus": "UNAVAILABLE", "StatusReason": said, "_template": template} | more


@pytest.fixture(autouse=True)
def _stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloudformation, "_stacks", {"base": {"_template": BEFORE}})


def test_a_new_export_is_brought() -> None:
    change = made(BEFORE | {"Outputs": {**OUTPUTS, "Stream": {"Value": "b", "Export": {"Name": "shop-Stream"}}}})
    _allow_outputs(change)
    assert (change["Status"], change["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")


@pytest.mark.parametrize(
    "change",
    [
        made(BEFORE),
        made(BEFORE | {"Outputs": {}}, StatusReason="a resource does not exist"),
        made(BEFORE | {"Outputs": {}}, Status="DELETED"),
    ],
)
def test_what_failed_otherwise_stays_so(change: dict[str, Any]) -> None:
    as_it_was = dict(change)
    _allow_outputs(change)
    assert change == as_it_was
