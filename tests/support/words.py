"""What the mail of an event says, as it is rendered when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.notifications.channels.mail import Wording
from functions.notifications.model.template import EMAIL
from functions.notifications.sending.rendering import rendered


def wording(event: str, language: str, values: Mapping[str, Any]) -> Wording:
    return Wording(**rendered(event, EMAIL, language, values))
