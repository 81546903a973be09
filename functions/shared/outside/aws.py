"""The one factory of boto3 clients. Made on first use, so that importing a module never touches AWS (and mocks can start first)."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import Any

import botocore
from botocore.config import Config
from botocore.session import Session, get_session

from functions.shared.outside.last_calls import keep_time, silence
from functions.shared.outside.plain_endpoints import resolve_once
from functions.shared.outside.table_answers import read_plainly
from functions.shared.outside.table_signatures import sign_briefly
from functions.shared.plain.settings import settings

REGIONAL = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
"""S3 by the host of its region. botocore signs forms and links for the global host otherwise, which newer regions refuse and which answers
a redirect for a bucket's first hours (boto3 issues 2187, 3015)."""
making = RLock()
"""Held while a client is made: botocore's sessions do not bear two at the same time (boto3's guide, "Multithreading")."""


@cache
def session() -> Session:
    """The one botocore session of the process: each further one would read the lists of services and endpoints again.

    botocore puts the name that it goes by together anew for every call, twice, for a sixth of the CPU of a GetItem; given, it is taken as
    it is (docs/adr/0028-what-botocore-costs.md).
    """
    made = get_session()
    made.set_default_client_config(Config(user_agent=f"serverless-commerce Botocore/{botocore.__version__}"))
    resolve_once(made)
    read_plainly(made)
    sign_briefly(made)
    return made


@cache
def _boto() -> Any:
    import boto3

    return boto3.Session(botocore_session=session())


def client(service: str, *, repeats: bool = True) -> Any:
    """A shared client with short time limits: a Lambda that waits a minute for an answer costs money and helps nobody.

    botocore asks again after an answer that was lost, by itself. `repeats=False` is for calls that have their effect twice then, such as
    sending a mail: asked once, and the caller is told that nobody knows."""
    with making:
        return _client(service, repeats)


@cache
def _client(service: str, repeats: bool) -> Any:
    # Signed links of S3 are still made with the old signature in one region unless told otherwise; it is refused everywhere else.
    s3: dict[str, Any] = {"signature_version": "s3v4"} if service == "s3" else {}
    if s3 and not settings().is_local:
        s3["s3"] = REGIONAL
    tries = {"max_attempts": 3} if repeats else {"total_max_attempts": 1}
    config = Config(connect_timeout=2, read_timeout=silence(), retries={**tries, "mode": "standard"}, **s3)
    made = _boto().client(service, config=config)
    keep_time(made)
    return made


def forget() -> None:
    """For tests: clients made under one mock must not outlive it."""
    _client.cache_clear()
    _boto.cache_clear()
    session.cache_clear()
