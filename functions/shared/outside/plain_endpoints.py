"""Where tables, the bus, queues and mails are asked: one address a client, found when it is made.

botocore works out the address of every call anew, by rules that look at its parameters, for a twentieth of the CPU of a GetItem; and reads
those rules for every client that is made. They matter to services whose address depends on what is asked (S3), and to accounts that have an
address of their own, which a function knows by the variable AWS_ACCOUNT_ID. Where a service has no such rules botocore takes the address of
the region, which is the same (a test compares them); so its loader of data, a part that sessions let one choose, says that there are none
(docs/adr/0036-what-a-warm-call-costs.md).
"""

from __future__ import annotations

import os
from typing import Any

from botocore.exceptions import UnknownServiceError
from botocore.session import Session

_RULES = "endpoint-rule-set-1"
SERVICES = ("dynamodb", "events", "sqs", "sesv2")


class _Loader:
    """The session's own but for these rules."""

    def __init__(self, loader: Any) -> None:
        self._own = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        if type_name == _RULES and service_name in SERVICES and "AWS_ACCOUNT_ID" not in os.environ:
            raise UnknownServiceError(service_name=service_name, known_service_names="those whose address depends on what is asked")
        return self._own.load_service_model(service_name, type_name, api_version=api_version)


def resolve_once(session: Session) -> None:
    """For every client of these services that the session makes from now on."""
    session.register_component("data_loader", _Loader(session.get_component("data_loader")))
