"""A session given up by its agent; an order that is not paid goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.agents.model.profile import Agent
from functions.agents.model.session import CANCELED, COMPLETED
from functions.agents.sessions.checkout import Checkout, look
from functions.agents.store.sessions import find_session, save_session
from functions.orders import cancel_placed
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again


class Ended(Conflict):
    code, title = "checkout_ended", "The checkout has ended"


def give_up(session_id: str, agent: Agent, *, languages: Sequence[str]) -> Checkout:
    """Raises NotFound, Ended for one that is completed or given up already."""

    def attempt() -> Checkout:
        checkout = look(find_session(session_id, agent.owner), languages)
        if checkout.state in (COMPLETED, CANCELED):
            raise Ended(f"It is {checkout.state}.")
        if checkout.placed is not None:
            cancel_placed(checkout.placed.shown.id)
        return replace(checkout, session=save_session(replace(checkout.session, status=CANCELED)), placed=None, problems=())

    return again(attempt)
