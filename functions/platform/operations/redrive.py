"""Dead letters go back to the queue they came from: one or many, each once (`functions/shared/outside/dead_letters.py`)."""

from __future__ import annotations

from functions.platform.operations.letters import dead_letters
from functions.platform.operations.presses import press
from functions.platform.operations.told import QueueName, queue_names, url_of
from functions.shared.events.envelope import Actor
from functions.shared.outside.dead_letters import DeadLetters, Message, meant_for
from functions.shared.outside.observability import fact
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.transactions import Remember, transact

MOST = 500
_LOOKED_THROUGH = 200
"""Letters among which one is looked for."""
_BUS = "bus"


class NotRedrivable(Conflict):
    code, title = "not_redrivable", "These letters cannot be sent again from here"


class LetterNotFound(NotFound):
    code = "letter_not_found"


@dataclass(frozen=True)
class Redriven:
    """`left`: how many lie there still, about."""

    moved: int
    left: int


def redrive(queue: QueueName, letter_id: str | None, most: int, whose: tuple[Actor, str | None], remember: Remember[Redriven]) -> Redriven:
    """`whose`: who asks, and the key of their call. Raises NotRedrivable (409); LetterNotFound (404) for
    a letter that is not among the first 200."""
    if not queue.waiting and queue.name != _BUS:
        raise NotRedrivable(
            f"The dead letters of {queue.name} only name what a table holds; docs/operations.md says what to do.", queue=queue.name
        )
    pressed = press(f"QUEUE#{queue.name}", *whose)
    transact(pressed.claim)
    moved = _one(queue, letter_id) if letter_id else _many(queue, most)
    fact("letters.redriven", queue=queue.name, letters=moved)
    done = Redriven(moved, dead_letters(queue).depth())
    transact([*pressed.close(), *remember(done)])
    return done


def _many(queue: QueueName, most: int) -> int:
    dead = dead_letters(queue)
    there = min(most, dead.depth())
    return sum(_send_back(queue, dead, message) for batch in dead.taken(there) for message in batch)


def _one(queue: QueueName, letter_id: str) -> int:
    dead = dead_letters(queue)
    others: list[Message] = []
    found = None
    for batch in dead.taken(_LOOKED_THROUGH):
        others += [message for message in batch if message["MessageId"] != letter_id]
        found = next((message for message in batch if message["MessageId"] == letter_id), None)
        if found is not None:
            break
    dead.give_back(others)
    if found is None:
        raise LetterNotFound("There is no such letter, or it is not among those that can be looked through now.")
    return _send_back(queue, dead, found)


def _send_back(queue: QueueName, dead: DeadLetters, message: Message) -> int:
    """1, or 0 for what names no queue of ours, which stays where it is."""
    target = _target(queue, message)
    if target is None:
        dead.give_back([message])
        return 0
    dead.send_again(message, url_of(target))
    return 1


def _target(queue: QueueName, message: Message) -> str | None:
    if queue.name != _BUS:
        return queue.main
    named = meant_for(message)
    return next((one.main for one in queue_names() if one.waiting and one.main == named), None)
