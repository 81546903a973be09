"""The way to what draws. It is imported when something is printed: reportlab and the font cost a start that lists nothing of it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shipping.model.papers import DeliveryNote, Label, PickList


def label_fits(one: Label) -> bool:
    """Whether name and address of the receiver stand on our label in a size that can be read."""
    from functions.shipping.documents.printing.label import fits

    return fits(one)


def drawn_labels(all_of_them: Sequence[Label]) -> bytes:
    from functions.shipping.documents.printing.label import labels

    return labels(all_of_them)


def drawn_pick_lists(all_of_them: Sequence[PickList]) -> bytes:
    from functions.shipping.documents.printing.pick_list import pick_lists

    return pick_lists(all_of_them)


def drawn_delivery_notes(all_of_them: Sequence[DeliveryNote]) -> bytes:
    from functions.shipping.documents.printing.delivery_note import delivery_notes

    return delivery_notes(all_of_them)


def of_courier(content: bytes, content_type: str) -> bytes:
    """A courier's label as PDF. Raises Unavailable for what is none."""
    from functions.shipping.documents.printing.files import as_pdf

    return as_pdf(content, content_type)


def put_together(files: Sequence[bytes]) -> bytes:
    from functions.shipping.documents.printing.files import together

    return files[0] if len(files) == 1 else together(files)
