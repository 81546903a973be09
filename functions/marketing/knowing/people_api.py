"""Who buys, by age, sex and country, over HTTP for staff: groups that are large enough to show nobody."""

from __future__ import annotations

from pydantic import Field

from functions.marketing.model.people_count import ACTIVE, LEAST, UNKNOWN, told_groups
from functions.marketing.store.people_counts import asked_for
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.http.validation import Schema
from functions.shared.plain import times

people_api = Api("reports")


class PeopleGroup(Schema):
    key: str = Field(description="The years of birth, the gender, or the country; `unknown`: not told.", examples=["1990-1994"])
    ages: str | None = Field(description="How old they are or become in the year that was counted. Only by age.", examples=["32-36"])
    people: int


class PeopleGroups(Schema):
    """`withheld`: people of groups that are too small to be told, and of the smallest others where those would follow from the sum."""

    groups: list[PeopleGroup]
    withheld: int


class Demographics(Schema):
    counted_at: str | None = Field(description="The last night; null: counted for the first time in a few minutes.")
    days: int = Field(description="Bought within so many days.", examples=[ACTIVE.days])
    least: int = Field(description="No group of fewer people is told, nor the sum of what is withheld.", examples=[LEAST])
    people: int = Field(description="All of them; 0 where they are fewer than `least`.")
    by_age: PeopleGroups
    by_gender: PeopleGroups
    by_country: PeopleGroups


@people_api.operation(
    "GET", "/v1/admin/reports/demographics", summary="Who buys, by age, gender and country", permission="reports.read",
    response=Demographics, scope=WHOLE_SHOP,
)  # fmt: skip
def get_demographics(_req: Request[NoBody, NoQuery]) -> Demographics:
    """Customers with an account who bought in the thirty days before the last night. Age and gender only of those who agree to that."""
    known = asked_for()
    year = times.parse(known.counted_at).year if known.counted_at else 0
    everybody = sum(known.active.get("country", {}).values())
    return Demographics(
        counted_at=known.counted_at or None, days=ACTIVE.days, least=LEAST, people=everybody if everybody >= LEAST else 0,
        **{f"by_{name}": _groups(known.active.get(name, {}), year if name == "age" else 0) for name in ("age", "gender", "country")},
    )  # fmt: skip


def _groups(counts: dict[str, int], year: int) -> PeopleGroups:
    told, withheld = told_groups(counts)
    groups = [PeopleGroup(key=_years(key) if year else key, ages=_ages(key, year) if year else None, people=told[key]) for key in told]
    return PeopleGroups(groups=groups, withheld=withheld)


def _years(key: str) -> str:
    return key if key == UNKNOWN else f"{key}-{int(key) + 4}"


def _ages(key: str, year: int) -> str | None:
    return None if key == UNKNOWN else f"{year - int(key) - 4}-{year - int(key)}"
