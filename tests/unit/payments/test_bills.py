"""Bills as the providers' files are: what is broken is never read as an empty day (providers.md §9)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
import zlib

import pytest

from functions.payments.model.errors import Unknown
from functions.payments.providers.alipay import bill as alipay
from functions.payments.providers.unionpay import bill as unionpay
from functions.payments.providers.wechatpay import bill as wechatpay

WECHAT_HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,"
    "订单金额,申请退款金额,费率备注"
)
PAID = "2026-11-20 10:00:00,wx8,1900,0,,4200,01jd,o1,NATIVE,SUCCESS,CMB,CNY,129.00,0.00,0,0,0.00,0.00,,,订单 N1,,0.77400,0.60%,129.00,0.00,"
BACK = (
    "2026-11-20 11:00:00,wx8,1900,0,,4200,01jd,o1,NATIVE,REFUND,CMB,CNY,0.00,0.00,5000,01re,1.00,0.00,ORIGINAL,SUCCESS,订单 N1,,"
    "-0.00600,0.60%,0.00,1.00,"
)
SUMS = "总交易单数,应结订单总金额\r\n`2,`129.00\r\n"


def ticked(row: str) -> str:
    return ",".join(f"`{cell}" for cell in row.split(","))


def wechat_file(*rows: str, header: str = WECHAT_HEADER) -> bytes:
    return ("\ufeff" + "\r\n".join([header, *map(ticked, rows)]) + "\r\n" + SUMS).encode()


def test_wechat_yuan_become_fen_and_refunds_are_negative() -> None:
    charge, refund = wechatpay.lines(wechat_file(PAID, BACK))
    assert (charge.kind, charge.our_ref, charge.provider_ref) == ("charge", "01jd", "4200")
    assert (charge.gross.amount, charge.fee.amount, charge.net.amount) == (12900, 77, 12823)
    assert (refund.kind, refund.our_ref, refund.provider_ref) == ("refund", "01re", "5000")
    assert (refund.gross.amount, refund.fee.amount, refund.net.amount) == (-100, -1, -99)


def test_wechat_columns_are_found_by_name() -> None:
    names, cells = WECHAT_HEADER.split(","), PAID.split(",")
    (line,) = wechatpay.lines(wechat_file(",".join(reversed(cells)), header=",".join(reversed(names))))
    assert (line.our_ref, line.gross.amount) == ("01jd", 12900)


def test_a_wechat_bill_with_sums_only_has_no_lines_and_one_without_header_is_broken() -> None:
    assert list(wechatpay.lines(wechat_file())) == []
    for content in (b"", SUMS.encode(), b'{"code":"NO_AUTH"}'):
        with pytest.raises(Unknown):
            list(wechatpay.lines(content))


@pytest.mark.parametrize("row", [PAID.replace("129.00", "129.001"), PAID.replace("129.00", "x"), PAID.replace("CNY", "ZZZ")])
def test_a_wechat_row_of_another_form_is_broken(row: str) -> None:
    with pytest.raises((Unknown, ValueError)):
        list(wechatpay.lines(wechat_file(row)))


def test_the_wechat_hash_is_of_the_unpacked_file() -> None:
    content = wechat_file(PAID)
    packed, right = gzip.compress(content), hashlib.sha1(content).hexdigest()
    assert wechatpay.unpacked(packed, right.upper()) == content
    for data, sha1 in ((packed, hashlib.sha1(packed).hexdigest()), (packed[:-4], right), (content, right), (b"", right)):
        with pytest.raises(Unknown):
            wechatpay.unpacked(data, sha1)


ALIPAY_HEADER = "支付宝交易号,商户订单号,业务类型,商品名称,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）"
ALIPAY_ROWS = ["2026,01jd,交易,订单，红衬衫,129.00,129.00,,-0.77", "2026,01jd,退款,订单,-1.00,-1.00,01re,0.01"]


def test_alipay_rows_with_tabs_gbk_names_and_negative_refunds() -> None:
    charge, refund = alipay.lines(_with_gbk_names(ALIPAY_ROWS))
    assert (charge.kind, charge.our_ref, charge.gross.amount, charge.fee.amount, charge.net.amount) == ("charge", "01jd", 12900, 77, 12823)
    assert (refund.kind, refund.our_ref, refund.gross.amount, refund.fee.amount, refund.net.amount) == ("refund", "01re", -100, -1, -99)


def test_an_alipay_bill_without_rows_has_no_lines_and_a_broken_one_is_no_bill() -> None:
    assert list(alipay.lines(_with_gbk_names([]))) == []
    for content in (b"", b"not a zip", _with_gbk_names([], header="x,y"), _with_gbk_names(["1,2"]), _with_gbk_names([], name="readme.txt")):
        with pytest.raises(Unknown):
            list(alipay.lines(content))


def _with_gbk_names(rows: list[str], *, name: str = "业务明细.csv", header: str = ALIPAY_HEADER) -> bytes:
    class Gbk(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 — the name zipfile asks for
            return self.filename.encode("gbk"), self.flag_bits

    lines = ["#支付宝业务明细查询", header, *(row.replace(",", "\t,") + "\t" for row in rows), "#业务明细列表结束", ""]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(Gbk(name), "\r\n".join(lines).encode("gbk"))
        archive.writestr(Gbk("业务明细(汇总).csv"), "#汇总".encode("gbk"))
    return file.getvalue()


def zm_row(**cells: str) -> bytes:
    values = {int(position[1:]): text for position, text in cells.items()}
    return b" ".join(str(values.get(i, "")).encode("gbk").ljust(width) for i, width in enumerate(unionpay._WIDTHS))


def zm_file(*rows: bytes, name: str = "INN26112088ZM_777") -> str:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, b"\r\n".join(rows) + b"\r\n")
    return base64.b64encode(zlib.compress(file.getvalue())).decode()


def test_unionpay_rows_are_cut_in_bytes_and_the_nets_direction_tells_refunds() -> None:
    charge = zm_row(c0="S22", c5="银行卡", c6="000000012900", c9="q1", c11="01jd", c15="D000000000077", c16="C000000012823")
    refund = zm_row(c0="S30", c5="银行卡", c6="000000000100", c9="q2", c11="01re", c15="C000000000001", c16="D000000000099")
    first, second = unionpay.lines(zm_file(charge, refund))
    assert (first.kind, first.our_ref, first.provider_ref) == ("charge", "01jd", "q1")
    assert (first.gross.amount, first.fee.amount, first.net.amount) == (12900, 77, 12823)
    assert (second.kind, second.gross.amount, second.fee.amount, second.net.amount) == ("refund", -100, -1, -99)


def test_an_empty_zm_file_has_no_lines_and_a_broken_one_is_no_bill() -> None:
    assert list(unionpay.lines(zm_file())) == []
    wrong = zm_row(c6="x", c15="D1", c16="C1")
    for content in ("", "%%%", base64.b64encode(b"x").decode(), zm_file(name="other"), zm_file(wrong)):
        with pytest.raises(Unknown):
            list(unionpay.lines(content))
