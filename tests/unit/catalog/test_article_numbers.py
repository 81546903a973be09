import pytest

from functions.catalog.model.barcode import article_key, distinct_codes


def test_spellings_of_one_article_number_are_one_code() -> None:
    """X51, case 7"""
    assert {article_key(code) for code in ("036000291452", "0036000291452", "00036000291452")} == {"00036000291452"}
    assert article_key("96385074") == article_key("00000096385074")


@pytest.mark.parametrize(
    "written",
    [
        "978-3-16-148410-0",
        "9 783161 484100",
        "９７８３１６１４８４１００",
        "9783161484100\u200b",
        "\u200e9783161484100",
        "978‑3‑16‑148410‑0",
        "09783161484100",
    ],
)
def test_an_article_number_is_one_however_people_write_it(written: str) -> None:
    """X51, case 7: printed as an ISBN is, typed in wide digits, copied with marks that nobody sees."""
    assert article_key(written) == article_key("9783161484100")


def test_the_shop_s_own_codes_are_compared_as_they_are_written() -> None:
    """X51, case 7: also those of digits, and those whose check digit is none."""
    own = ["00123", "123", "036000291453", "0036000291453", "٠٣٦٠٠٠٢٩١٤٥٢", "A-7", "a-7", "12-3", "9-783161484101", "０１２３"]
    assert [article_key(code) for code in own] == own
    assert distinct_codes(["036000291452", "123", "0036000291452", "00123"]) == ["036000291452", "123", "00123"]
