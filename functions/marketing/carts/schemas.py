"""Reminders of carts as staff set them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.marketing.model.left_cart import TEMPLATE, Reminders, Step
from functions.notifications import Channel
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Schema

Minutes = Annotated[int, Field(strict=True, ge=60, le=43_200)]


class ReminderStepModel(Schema):
    after_minutes: Minutes = Field(description="Since the cart was changed last; an hour at least.", examples=[60])
    channel: Channel = Channel.EMAIL
    template: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")] = Field(TEMPLATE, description="Of `marketing.<template>`.")


def _rising(steps: list[ReminderStepModel]) -> list[ReminderStepModel]:
    if any(one.after_minutes >= after.after_minutes for one, after in pairwise(steps)):
        raise ValueError("each step comes later than the one before")
    return steps


class CartRemindersModel(Versioned):
    """Who is told agreed to advertising by that way. Each step comes once for a cart, as long as it is not ordered."""

    enabled: bool = False
    steps: Annotated[list[ReminderStepModel], Field(max_length=5), AfterValidator(_rising)] = Field(default_factory=list)
    holdout: int = Field(0, strict=True, ge=0, le=50, description="Per cent of people who are told nothing, to compare with.")

    def reminders(self) -> Reminders:
        return Reminders(self.enabled, [Step(one.after_minutes, one.channel.value, one.template) for one in self.steps], self.holdout)


class CartRemindersOut(CartRemindersModel):
    version: int


def reminders_view(one: Reminders, version: int) -> CartRemindersOut:
    steps = [
        ReminderStepModel(after_minutes=step.after_minutes, channel=Channel(step.channel), template=step.template) for step in one.steps
    ]
    return CartRemindersOut(enabled=one.enabled, steps=steps, holdout=one.holdout, version=version)
