"""What customers did who were held out of a campaign, and the others: counted in one item when their orders are paid and paid back."""

from __future__ import annotations

from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute

from functions.promotions.model.campaign import Campaign
from functions.promotions.model.holdout import Comparison, Part, Trial
from functions.promotions.model.uses import Uses
from functions.promotions.store.records import PromotionsTable, campaign_pk, customer_pk
from functions.shared.plain.settings import table_name
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Update, Write, put_new

TRIAL_SK = "TRIAL"


class TrialRecord(PromotionsTable):
    """pk `CMP#<id>`, sk `TRIAL`: what both parts did. `share`: per cent that are held out, also when that has ended."""

    class Meta:
        table_name = table_name("promotions")

    share = NumberAttribute(default=0)
    held_out_buyers = NumberAttribute(default=0)
    held_out_orders = NumberAttribute(default=0)
    held_out_value = NumberAttribute(default=0)
    exposed_buyers = NumberAttribute(default=0)
    exposed_orders = NumberAttribute(default=0)
    exposed_value = NumberAttribute(default=0)


def comparison(campaign: Campaign) -> Comparison | None:
    """One GetItem where it was launched; None where nobody was held out."""
    record = find(TrialRecord, campaign_pk(campaign.id), TRIAL_SK) if campaign.launched else None
    if record is None:
        return Comparison(campaign.holdout) if campaign.holdout else None
    return Comparison(int(record.share), _part(record, "held_out"), _part(record, "exposed"))


def _part(record: TrialRecord, name: str) -> Part:
    return Part(*(int(getattr(record, f"{name}_{field}")) for field in ("buyers", "orders", "value")))


def paid_writes(uses: Uses, value: int) -> list[Write]:
    """An order with these trials is paid: for the transaction that says so, once. One BatchGetItem. The transaction raises Overtaken."""
    keys = [(customer_pk(uses.customer_id or ""), f"{TRIAL_SK}#{one.campaign_id}") for one in uses.trials]
    met = {sk for _, _, sk in find_many({PromotionsTable: keys})} if keys else set()
    writes: list[Write] = []
    for (pk, sk), trial in zip(keys, uses.trials, strict=True):
        if is_new := sk not in met:
            writes.append(put_new(PromotionsTable(pk=pk, sk=sk, kind="met_trial"), Overtaken()))
        writes.append(_added(trial, buyers=int(is_new), orders=1, value=value))
    return writes


def refunded_writes(uses: Uses, amount: int) -> Iterator[Write]:
    return (_added(trial, value=-amount) for trial in uses.trials)


def _added(trial: Trial, **counts: int) -> Update:
    part = "held_out" if trial.held_out else "exposed"
    actions = [getattr(TrialRecord, f"{part}_{name}").add(count) for name, count in counts.items() if count]
    return Update(TrialRecord, campaign_pk(trial.campaign_id), TRIAL_SK, [*actions, TrialRecord.share.set(trial.share)])
