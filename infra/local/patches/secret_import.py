"""MiniStack 1.5.33 takes tables, buckets and pools over into a stack (a change set of type IMPORT), but no secrets; AWS does. The base
needs it where a local shop was begun by an older version (`infra.adopt`)."""

from __future__ import annotations

from collections.abc import Mapping

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners


def install() -> None:
    provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]["import"] = _take_over


def _take_over(identifier: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The physical id and the attributes, as its own handlers of other types answer. ValueError when there is no such secret."""
    for secret in secretsmanager._secrets.values():
        if secret["ARN"] == identifier["Id"]:
            return secret["Name"], {"Id": secret["ARN"], "Arn": secret["ARN"]}
    raise ValueError(f"There is no secret {identifier['Id']}")
