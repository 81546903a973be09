"""F03: what couriers draw becomes a PDF, and one file with ours."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from functions.shared.plain.errors import Unavailable
from functions.shipping.documents.printing.files import as_pdf, together
from functions.shipping.documents.printing.label import labels
from tests.support.papers import pages_of, printed, scanned, size_in_mm
from tests.unit.shipping.documents.test_label import LABEL


def test_a_picture_is_put_on_a_page_of_a_label() -> None:
    ours = printed(labels([LABEL]), dpi=300)
    drawn = io.BytesIO()
    ours.save(drawn, "PNG")
    pdf = as_pdf(drawn.getvalue(), "image/png")
    assert size_in_mm(pdf) == (100, 150)
    assert ("QRCode", LABEL.waybill) in scanned(pdf, dpi=300)


def test_files_are_put_together_in_their_order() -> None:
    ours = labels([LABEL])
    pdf = together([ours, as_pdf(ours, "application/pdf"), labels([LABEL, LABEL])])
    assert pages_of(pdf) == 4


def _too_large() -> bytes:
    made = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "application/pdf"), (b"%PDF-1.4 broken", "application/pdf"), (b"^XA^FDZPL^XZ", "application/zpl"), (_too_large(), "image/png"),
     (b"\x89PNG\r\n\x1a\nbroken", "image/png")],
)  # fmt: skip
def test_what_is_no_label_is_refused_and_never_an_error_of_ours(content: bytes, kind: str) -> None:
    with pytest.raises(Unavailable) as refused:
        as_pdf(content, kind)
    assert refused.value.code == "label_unreadable"
