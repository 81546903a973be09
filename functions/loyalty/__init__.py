"""The face of loyalty: what carts and orders need. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.loyalty.levels.level_name import level_name
    from functions.loyalty.levels.level_now import groups_of_level, level_in, member_keys
    from functions.loyalty.model.programme import Use
    from functions.loyalty.model.stored import Cover, Form
    from functions.loyalty.points.standing import Standing, standing_of
    from functions.loyalty.sold.card_news import card_news
    from functions.loyalty.sold.take_back import (
        BoughtCards,
        cards_issued,
        cards_of_order,
        take_back_writes,
        taken_out_writes,
        unused_cards_writes,
    )
    from functions.loyalty.sold.write_down import CardLine, bought_writes
    from functions.loyalty.spending.card_ref import open_card
    from functions.loyalty.spending.offer import PointsOffer, PricedPiece, check_points, points_in, points_keys, spend_writes
    from functions.loyalty.spending.pay_by_value import (
        NowhereToGo,
        ValueOffer,
        cover_writes,
        give_value_back,
        keys_to_pay,
        value_items,
        values_in,
    )
    from functions.loyalty.store.card_lists import card_place_of
else:
    __getattr__ = lazily(
        __name__,
        {
            "levels.level_name": "level_name",
            "levels.level_now": "groups_of_level level_in member_keys",
            "model.programme": "Use",
            "model.stored": "Cover Form",
            "points.standing": "Standing standing_of",
            "sold.card_news": "card_news",
            "sold.take_back": "BoughtCards cards_issued cards_of_order take_back_writes taken_out_writes unused_cards_writes",
            "sold.write_down": "CardLine bought_writes",
            "store.card_lists": "card_place_of",
            "spending.card_ref": "open_card",
            "spending.pay_by_value": "NowhereToGo ValueOffer cover_writes give_value_back keys_to_pay value_items values_in",
            "spending.offer": "PointsOffer PricedPiece check_points points_in points_keys spend_writes",
        },
    )

__all__ = [
    "BoughtCards",
    "CardLine",
    "Cover",
    "Form",
    "NowhereToGo",
    "PointsOffer",
    "PricedPiece",
    "Standing",
    "Use",
    "ValueOffer",
    "bought_writes",
    "card_news",
    "card_place_of",
    "cards_issued",
    "cards_of_order",
    "check_points",
    "cover_writes",
    "give_value_back",
    "groups_of_level",
    "keys_to_pay",
    "level_in",
    "level_name",
    "member_keys",
    "open_card",
    "points_in",
    "points_keys",
    "spend_writes",
    "standing_of",
    "take_back_writes",
    "taken_out_writes",
    "unused_cards_writes",
    "value_items",
    "values_in",
]
