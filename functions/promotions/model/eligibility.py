"""May this rule apply to this basket at all? Pure questions, each with a reason when the answer is no."""

from __future__ import annotations

from collections.abc import Sequence

from functions.promotions.model.rule import Audience, Basket, BasketLine, Reason, Rule, Scope


def counts(scope: Scope, line: BasketLine) -> bool:
    """Whether the line is one the scope means."""
    return (
        (not scope.products or line.product_id in scope.products)
        and (not scope.categories or bool(scope.categories & line.categories))
        and (not scope.brands or line.brand in scope.brands)
        and (not scope.tags or bool(scope.tags & line.tags))
        and (not scope.merchants or line.merchant in scope.merchants)
        and line.product_id not in scope.excluded_products
    )


def eligible_lines(rule: Rule, basket: Basket) -> list[BasketLine]:
    named = {variant_id for variant_id, _ in rule.components}
    return [line for line in basket.lines if counts(rule.scope, line) and (not named or line.variant_id in named)]


def refusal(rule: Rule, basket: Basket) -> Reason | None:
    """The first reason why the rule is not for this buyer, place or moment; None when it may apply.

    A rule starts at its first second and ends at its last: `ends_at` itself is over.
    """
    if rule.blocked is not None:
        return rule.blocked
    if rule.starts_at is not None and basket.at < rule.starts_at:
        return Reason.NOT_STARTED
    if rule.ends_at is not None and basket.at >= rule.ends_at:
        return Reason.ENDED
    if rule.currency != basket.currency:
        return Reason.OTHER_CURRENCY
    if reason := _not_for(rule.audience, basket) or _not_for(rule.campaign_audience, basket):
        return reason
    if not eligible_lines(rule, basket):
        return Reason.NO_ELIGIBLE_LINE
    return None


def _not_for(audience: Audience, basket: Basket) -> Reason | None:
    if audience.channels and basket.channel not in audience.channels:
        return Reason.NOT_FOR_YOU
    if audience.newcomer_only and (basket.customer_id is None or basket.paid_orders > 0):
        return Reason.NEWCOMERS_ONLY
    if audience.members_only and basket.customer_id is None:
        return Reason.MEMBERS_ONLY
    if audience.groups and not audience.groups & basket.customer_groups:
        return Reason.NOT_FOR_YOU
    if audience.rfm and basket.customer_rfm not in audience.rfm:
        return Reason.NOT_FOR_YOU
    return None


def addresses(audience: Audience, basket: Basket) -> bool:
    """Whether this buyer, here and now, is one of those that are meant."""
    return _not_for(audience, basket) is None


def below_minimum(rule: Rule, nets: Sequence[int], pieces: int) -> tuple[Reason, int] | None:
    """The unmet threshold and how much is missing to it (minor units, or pieces)."""
    spent = sum(nets)
    if rule.minimum and spent < rule.minimum:
        return Reason.BELOW_MINIMUM, rule.minimum - spent
    if rule.minimum_pieces and pieces < rule.minimum_pieces:
        return Reason.TOO_FEW_PIECES, rule.minimum_pieces - pieces
    return None
