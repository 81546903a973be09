"""Bad input of issue 8: a PO box for a courier that refuses it, as it is written where the parcel goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.shared.plain.postal_address import Address
from functions.shipping.model.po_box import is_po_box

SOMEBODY = Address("A. Buyer", "+8613800000000", "CN", "", "", "", "", "")


@pytest.mark.parametrize(
    ("country", "street"),
    [
        ("GB", "POB 12"), ("US", "P O B 1234"), ("US", "PO-Box 7"), ("NZ", "Private Bag 92"), ("IN", "Post-Box No. 3"), ("ZA", "Posbus 5"),
        ("CH", "Case postale 12"), ("CA", "C.P. 123, succ. Centre-ville"), ("IT", "C.P. 40"), ("ES", "Apdo. de Correos 12"),
        ("AR", "Casilla de Correo 12"), ("CL", "Casilla 16"), ("SE", "Box 1234"), ("NO", "Postboks 5"), ("DK", "Postboks 5"),
        ("FI", "PL 12"), ("FI", "Postilokero 12"), ("PL", "Skr. poczt. 5"), ("PL", "skrytka pocztowa 5"), ("CZ", "Poštovní přihrádka 5"),
        ("HU", "Pf. 12"), ("HU", "Postafiók 3"), ("RO", "Căsuța poștală 7"), ("HR", "Poštanski pretinac 3"), ("SI", "p.p. 12"),
        ("RU", "а/я 12"), ("UA", "а/с 12"), ("RU", "абонентский ящик № 5"), ("BG", "П.К. 12"), ("GR", "Τ.Θ. 12"), ("TR", "P.K. 12"),
        ("AE", "ص.ب 1234"), ("SA", "صندوق بريد ٥"), ("IL", "ת.ד. 12"), ("TH", "ตู้ ปณ. 12"), ("ID", "Kotak Pos 12"), ("MY", "Peti Surat 1"),
        ("VN", "Hòm thư 12"), ("IN", "पोस्ट बॉक्स 5"), ("TW", "台北郵政12號信箱"), ("TW", "北門郵局第 7 號信箱"), ("CN", "北京一〇〇信箱"),
        ("CN", "１２３信箱 5 分箱"), ("CN", "邮政第三号信箱"),
    ],
)  # fmt: skip
def test_boxes_are_known_as_they_are_written_there(country: str, street: str) -> None:
    assert is_po_box(replace(SOMEBODY, country=country, street=street))


@pytest.mark.parametrize(
    ("country", "street"),
    [
        ("US", "12 Boxwood Lane"), ("GB", "Box Hill Road 3"), ("GB", "Box 12, Bath"), ("FR", "12 rue du CP 4"), ("US", "PL 480 Road"),
        ("TW", "信義路 12 號"), ("CN", "信箱路旁小区"), ("RU", "ул. Абонентская 5"), ("TR", "Posta Caddesi 3"), ("SE", "Boxholmsgatan 3"),
        ("DE", "Pfarrgasse 3"), ("ES", "Calle de la Casilla 3"), ("GR", "Θυρίδος 5"), ("PL", "Skrajna 5"), ("HU", "Pfeiffer utca 3"),
        ("US", "Bagley Street 5"), ("VN", "Thủ Đức 12"), ("CA", "3 Casepost Road"), ("UA", "вул. Соборна 12"), ("IT", "Via Capo 3"),
    ],
)  # fmt: skip
def test_streets_are_no_boxes(country: str, street: str) -> None:
    assert not is_po_box(replace(SOMEBODY, country=country, street=street))
