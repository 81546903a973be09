from functions.catalog.model.barcode import article_key, distinct_codes


def test_spellings_of_one_article_number_are_one_code() -> None:
    """X51, case 7"""
    assert {article_key(code) for code in ("036000291452", "0036000291452", "00036000291452")} == {"00036000291452"}
    assert article_key("96385074") == article_key("00000096385074")


def test_the_shop_s_own_codes_are_compared_as_they_are_written() -> None:
    """X51, case 7: also those of digits, and those whose check digit is none."""
    own = ["00123", "123", "036000291453", "0036000291453", "٠٣٦٠٠٠٢٩١٤٥٢", "A-7", "a-7"]
    assert [article_key(code) for code in own] == own
    assert distinct_codes(["036000291452", "123", "0036000291452", "00123"]) == ["036000291452", "123", "00123"]
