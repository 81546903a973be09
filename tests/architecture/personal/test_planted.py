"""What the proof of an erasure plants (tests/journeys/people) is every way in that is listed as personal: a new one is planted before it is
there, or it is said here why it cannot be."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from tests.architecture.personal.ways_in import ELSEWHERE, PERSONAL

PLANTERS = Path(__file__).parents[2] / "journeys/people"
SAYS = frozenset({"text", "words", "email", "url", "notes", "phone", "fixed", "address"})
ADDRESS = ("name", "phone", "email", "street")
"""What `Planter.address` plants."""
_PLACES = "names and codes of places that there are, and many live in; tests/integration/privacy/planted.py plants others"
_LOGIN = "their login, planted as RegisterIn.login"
_AT_REST = "needs a provider's or a courier's mistake first; tests/integration/privacy/planted.py puts it where it is kept"
_SHOWN = "addresses of pictures of the shop's own, whose names are planted as OwnMediaIn.filename"
_SEALED_WHOLE = (
    "sealed with their person's key in one piece, and not in clear for a moment: tests/integration/customers/factors/test_passkeys.py looks"
)
_OF_NOBODY = "of another system: whoever wrote it has no account here"
NOT_PLANTED: dict[str, str] = {
    **{f"{holder}.{name}": _PLACES for holder in ("AddressIn", "AddressNew", "CartAddress") for name in ("city_code", "district_code")},
    **{f"{holder}.{name}": _PLACES for holder in ("AddressIn", "CartAddress") for name in ("city", "district", "postal_code")},
    **{f"{holder}.postal_code": _PLACES for holder in ("AddressNew", "AddressPatch", "BuyerIn")},
    **dict.fromkeys(("CodeIn.login", "ForgotPasswordIn.login", "StockNoticeIn.email", "SubscribeIn.email"), _LOGIN),
    **dict.fromkeys(("ApplyPutAside.reason", "Decide.reason", "DeductionIn.reason"), _AT_REST),
    **dict.fromkeys(("FollowUpIn.media.[]", "ForeignReviewIn.media.[]", "ReviewEdit.media.[]", "ReviewIn.media.[]"), _SHOWN),
    **dict.fromkeys(("ForeignReviewIn.author", "ForeignReviewIn.text"), _OF_NOBODY),
    **dict.fromkeys(("PasskeyIn.name", "PasskeyPatch.name"), _SEALED_WHOLE),
    "AdjustmentIn.reason": "emptied like the reason of every entry: tests/integration/loyalty/test_points_of_orders.py",
    **dict.fromkeys(("CreditMoveIn.reason", "GivenEndIn.reason", "GivenLevelIn.reason"), "the same"),
    "AnswerIn.answers.*": "needs a form and a campaign; tests/integration/marketing/test_survey_forms.py looks that it is sealed and found",
    **dict.fromkeys(
        ("CardToIn.email", "CardToIn.message", "CardToIn.name"),
        "of who is given a card, not of its buyer: tests/integration/loyalty/test_cards_as_goods.py looks that nothing of it lies in clear",
    ),
    "BuyerIn.vat_number": "of companies; as TitleIn.tax_number, which is the same as KeptTitleIn.tax_number, kept with the buyer's name",
    "TitleIn.tax_number": "the same as KeptTitleIn.tax_number",
}


def planted() -> set[str]:
    return {way for path in PLANTERS.glob("*.py") for way in _ways(ast.parse(path.read_text(encoding="utf-8")), {})}


def _ways(node: ast.AST, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """`known`: what each name of a loop over literals stands for."""
    loops = node.generators if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) else [node]
    for loop in loops:
        if isinstance(loop, ast.For | ast.comprehension) and isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Tuple):
            known = {**known, loop.target.id: tuple(str(one.value) for one in loop.iter.elts if isinstance(one, ast.Constant))}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYS and node.args:
        for way in _texts(node.args[-1], known):
            yield from (f"{way}.{name}" for name in ADDRESS) if node.func.attr == "address" else [way]
    for child in ast.iter_child_nodes(node):
        yield from _ways(child, known)


def _texts(node: ast.expr, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [
            (str(one.value),) if isinstance(one, ast.Constant) else known.get(ast.unparse(one).strip("f'{}"), ()) for one in node.values
        ]
        yield from map("".join, product(*parts))


def test_every_personal_way_in_is_planted() -> None:
    """H14: a field that `ways_in.py` lists as personal is said by somebody in the proof, or it is told why not."""
    ways = {
        f"{schema}.{field}"
        for schema, places in PERSONAL.items()
        for place, fields in places.items()
        if place not in ELSEWHERE
        for field in fields.split()
    }
    assert sorted(ways - planted() - NOT_PLANTED.keys()) == []
    assert sorted(NOT_PLANTED.keys() - ways) == [], "fields that are no way in any more"
    assert sorted(NOT_PLANTED.keys() & planted()) == [], "planted by now"
    assert len(ways & planted()) > 100
