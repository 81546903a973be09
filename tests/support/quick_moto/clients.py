"""A client of boto3 takes some ten milliseconds to make, and tests made several each. Here one without options is made once."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config


def make_each_client_once(patch: pytest.MonkeyPatch) -> None:
    make = boto3.client

    @cache
    def kept(service: str, _environment: tuple[tuple[str, str], ...]) -> Any:
        return make(service, config=Config(user_agent="tests"))  # else it is put together anew for each call

    def client(service: str, **options: Any) -> Any:
        if options:
            return make(service, **options)
        return kept(service, tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("AWS_"))))

    patch.setattr(boto3, "client", client)
