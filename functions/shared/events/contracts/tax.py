"""What events and other domains say of taxes."""

from __future__ import annotations

from enum import StrEnum


class VatCategory(StrEnum):
    """Why no tax is asked for, as EN 16931 writes it (a part of UNTDID 5305): Z zero rate, E exempt, AE reverse charge, K supply within the
    European Union, G export from it, O outside the scope of the tax."""

    Z = "Z"
    E = "E"
    AE = "AE"
    K = "K"
    G = "G"
    O = "O"  # noqa: E741 — the code's name
