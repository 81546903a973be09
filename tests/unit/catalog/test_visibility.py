"""For whom a product is, and that nobody's groups are asked for without need."""

from __future__ import annotations

import pytest

from functions.catalog.model.visibility.visibility import Visibility
from functions.pricing import STRANGER, Shopper

GOLD, TRADE = frozenset({"level:gold"}), frozenset({"trade"})


@pytest.mark.parametrize(
    ("groups", "channels", "who", "sees"),
    [
        ((), (), STRANGER, True),
        (("level:gold",), (), STRANGER, False),
        (("level:gold", "trade"), (), Shopper(look_up=lambda: TRADE), True),
        (("level:gold",), (), Shopper(look_up=lambda: TRADE), False),
        # Groups that price lists knew do not open what is for nobody in particular.
        (("level:gold",), (), Shopper(GOLD), False),
        ((), ("web",), Shopper(look_up=frozenset), True),
        ((), ("web",), STRANGER, False),
        ((), ("web",), Shopper(channel="app", look_up=frozenset), False),
        ((), ("agent",), Shopper(channel="agent:chat", look_up=frozenset), True),
        (("trade",), ("app",), Shopper(channel="app", look_up=lambda: TRADE), True),
        (("trade",), ("app",), Shopper(channel="web", look_up=lambda: TRADE), False),
    ],
)
def test_who_sees_what(groups: tuple[str, ...], channels: tuple[str, ...], who: Shopper, sees: bool) -> None:
    """I11, X13"""
    assert Visibility(groups, channels).is_for(who) is sees


def test_groups_are_asked_for_only_where_they_decide() -> None:
    """I11: not for what is for all, and not for what another channel sells."""

    def never() -> frozenset[str]:
        raise AssertionError("nobody should ask")

    who = Shopper(channel="app", look_up=never)
    assert Visibility().is_for(who)
    assert Visibility((), ("app",)).is_for(who)
    assert not Visibility(("trade",), ("web",)).is_for(who)
