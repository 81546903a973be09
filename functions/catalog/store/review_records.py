"""Where reviews are kept, and who may write one; in the catalogue's table."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.catalog.store.records import CatalogTable
from functions.shared.plain.settings import table_name

REVIEW_SK = "REVIEW"


class ReviewRecord(CatalogTable):
    """pk `REV#<id>`, sk `REVIEW`; gsi1 `REVIEWS#<product>` / time while visible, gsi2 `ALLREVIEWS#<product>` / time."""

    class Meta:
        table_name = table_name("catalog")

    rating = NumberAttribute(default=0)


class ReviewEditRecord(CatalogTable):
    """pk `REV#<id>`, sk `EDIT#<revision>`: what shoppers could read of it before. `body` is the Review of then."""

    class Meta:
        table_name = table_name("catalog")


class HelpfulRecord(CatalogTable):
    """pk `REV#<id>`, sk `HELPFUL#<revision>`: how many found that revision helpful, so that none recommends what they never read."""

    class Meta:
        table_name = table_name("catalog")

    votes = NumberAttribute(default=0)


class VoteRecord(CatalogTable):
    """pk `BUYER#<customer>`, sk `VOTE#<review>#<revision>` or `VOTE#<answer>`: one vote of theirs."""

    class Meta:
        table_name = table_name("catalog")


class BoughtRecord(CatalogTable):
    """pk `BUYER#<customer>`, sk `<product>#<order>#<line>`: a line that was paid for. pk `ORDER#<id>`, sk `DELIVERED`: it has arrived."""

    class Meta:
        table_name = table_name("catalog")


def review_pk(review_id: str) -> str:
    return f"REV#{review_id}"


def edit_sk(revision: int) -> str:
    return f"EDIT#{revision:06d}"


def helpful_sk(revision: int) -> str:
    return f"HELPFUL#{revision:06d}"


def reviews_index(product_id: str) -> str:
    return f"REVIEWS#{product_id}"


def all_reviews_index(product_id: str) -> str:
    return f"ALLREVIEWS#{product_id}"
