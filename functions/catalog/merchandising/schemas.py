"""Rules of searches as staff send and see them, and the explanation of an answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.catalog.collections.schemas import CollectionRule
from functions.catalog.finding.schemas import SearchInput
from functions.catalog.model.merchandising.search_rule import Ranking, RuleBoost, SearchRule, SynonymSet
from functions.catalog.search import MAX_PINS
from functions.shared.http.input_types import PlainText, distinct
from functions.shared.http.validation import Schema, ShortName

_Phrase = Annotated[PlainText, StringConstraints(max_length=60)]
_Phrases = Annotated[list[_Phrase], Field(max_length=20)]
_ProductId = Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-HJKMNP-TV-Z]{26}$")]


class SynonymSetModel(Schema):
    """Each of `words` also finds the others; with `to` each also finds those, and not the other way round."""

    words: Annotated[_Phrases, Field(min_length=1)] = Field(examples=[["sneakers", "running shoes"]])
    to: _Phrases = Field(default=[], examples=[[]])

    @model_validator(mode="after")
    def _means_something(self) -> SynonymSetModel:
        if not self.to and len(self.words) < 2:
            raise ValueError("a word alone is no synonym: name another, or what it also finds in `to`")
        return self


class BoostModel(Schema):
    rule: CollectionRule = Field(examples=[{"tag": ["new"]}])
    weight: Annotated[int, Field(ge=-3, le=3, strict=True)] = Field(
        description="1 to 3: before, -1 to -3: after what matches the words as well.", examples=[1]
    )

    @model_validator(mode="after")
    def _weighs(self) -> BoostModel:
        if not self.weight:
            raise ValueError("a weight of 0 changes nothing")
        return self


class RankingModel(Schema):
    queries: Annotated[list[_Phrase], Field(max_length=50)] = Field(
        default=[], description="What is searched for, as a whole; case, accents and blanks make no difference. None: all searches.",
        examples=[["gift"]],
    )  # fmt: skip
    pinned: Annotated[list[_ProductId], Field(max_length=MAX_PINS)] = Field(
        default=[], description="First, in this order, whatever the words; what is not on sale is skipped.", examples=[[]]
    )
    hidden: Annotated[list[_ProductId], Field(max_length=200)] = Field(default=[], examples=[[]])
    boosts: Annotated[list[BoostModel], Field(max_length=10)] = Field(default=[])

    @model_validator(mode="after")
    def _sensible(self) -> RankingModel:
        for named in (self.pinned, self.hidden):
            distinct(named)
        if set(self.pinned) & set(self.hidden):
            raise ValueError("a product is pinned and hidden")
        if self.pinned and not self.queries:
            raise ValueError("pins need queries")
        return self


class SearchRuleIn(Schema):
    """`synonyms`, or a `ranking`."""

    name: ShortName = Field(examples=["Shoes"])
    active: bool = True
    synonyms: Annotated[list[SynonymSetModel], Field(max_length=1000)] = Field(default=[])
    ranking: RankingModel | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> SearchRuleIn:
        if bool(self.synonyms) == bool(self.ranking):
            raise ValueError("synonyms, or a ranking: one of them")
        return self

    def values(self) -> dict[str, object]:
        given = self.ranking
        boosts = [RuleBoost(one.rule.rule(), one.weight) for one in given.boosts] if given else []
        return {
            "name": self.name,
            "active": self.active,
            "synonyms": [SynonymSet(one.words, one.to) for one in self.synonyms],
            "ranking": Ranking(given.queries, given.pinned, given.hidden, boosts) if given else None,
        }


class SearchRuleDetails(Schema):
    id: str
    version: int
    name: str
    active: bool
    synonyms: list[SynonymSetModel]
    ranking: RankingModel | None
    created_at: str

    @classmethod
    def of(cls, rule: SearchRule, version: int) -> SearchRuleDetails:
        sets = [SynonymSetModel(words=one.words, to=one.to) for one in rule.synonyms]
        ranking = None
        if rule.ranking:
            boosts = [BoostModel(rule=CollectionRule.of(one.rule), weight=one.weight) for one in rule.ranking.boosts]
            ranking = RankingModel(
                queries=rule.ranking.queries, pinned=rule.ranking.pinned, hidden=rule.ranking.hidden, boosts=boosts
            )  # fmt: skip
        return cls(
            id=rule.id, version=version, name=rule.name, active=rule.active, synonyms=sets, ranking=ranking, created_at=rule.created_at
        )  # fmt: skip


class SearchRulePage(Schema):
    data: list[SearchRuleDetails]
    next_cursor: str | None


class ExplainInput(SearchInput):
    pass


class RuleName(Schema):
    id: str
    name: str


class TextExplained(Schema):
    text: str
    rules: list[RuleName] = Field(description="Whose synonyms it is made of.")


class RankExplained(Schema):
    """What orders hits that match equally well, in this order; `sales` is 4·log2 of the pieces sold, `rating` in tenths, drawn towards 4.0
    while there are few, `day` that of its publishing since 1970."""

    in_stock: bool
    sales: int
    rating: int
    day: int


class HitExplained(Schema):
    id: str
    title: str
    reason: str = Field(
        description="`pinned`; how the words match: `whole` (the text or a SKU), `together` and `title` (in the title), `names` (or in "
        "brand, category, tag, attribute), `anywhere`; or the looser reading (`sound`, `part` …). By another sort, or without words: `all`."
    )
    rules: list[RuleName] = Field(description="That pinned or boosted it.")
    boost: int = Field(description="Its weight; 0: none.")
    priced: bool = Field(description="Has a price in the list's currency; what has none comes last.")
    rank: RankExplained | None = Field(description="By relevance only.")


class PinSkipped(Schema):
    id: str
    rule: RuleName
    reason: str = Field(description="`not_on_sale`, `hidden` by another rule, `filtered` by what else is asked.")


class Explanation(Schema):
    """An answer to shoppers, and why it is so."""

    understood: str = Field(description="`match` of the answer: how the words were read.")
    currency: str
    total: int
    texts: list[TextExplained] = Field(description="What else was searched for, by synonyms.")
    rules: list[RuleName] = Field(description="Rankings that concern the search.")
    hidden: list[str]
    skipped: list[PinSkipped]
    data: list[HitExplained]
    next_cursor: str | None
