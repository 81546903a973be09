"""From files to a filled shop: reads, maps, imports, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console

from functions.shared.plain.encodings import UnknownEncoding, decode
from infra.cli import mall, samples
from infra.cli.catalogue import BadRow, Catalogue
from infra.cli.importer import Importer, Summary
from infra.cli.screen import progress
from infra.cli.shop_client import ShopClient
from infra.compose import ROOT
from infra.local.trouble import Trouble

SAMPLES = ROOT / "samples"
SHOWN = 20
Mapping3 = Callable[[Iterable[str], Iterable[str], Iterable[str]], Catalogue]


def read_mall(folder: Path) -> Catalogue:
    """Reviews are read where there are some."""
    reviews = _lines(folder / mall.REVIEWS) if (folder / mall.REVIEWS).exists() else []
    return _folder(folder, mall.FILES, lambda categories, brands, products: mall.map_mall(categories, brands, products, reviews))


def read_samples(folder: Path = SAMPLES) -> Catalogue:
    return _folder(folder, samples.FILES, samples.map_samples)


def load(catalogue: Catalogue, shop: ShopClient, screen: Console) -> Summary:
    """Imports and prints the result; bad rows one by one."""
    with progress(f"importing {catalogue.source}", screen) as tick:
        summary = Importer(shop, tick).load(catalogue)
    screen.print(
        f"{len(catalogue.products)} products with {summary.variants} variants, {len(catalogue.categories)} categories, "
        f"{len(catalogue.brands)} brands: {summary.created} created, {summary.changed} changed, "
        f"{summary.unchanged} unchanged" + (f"; {len(catalogue.reviews)} reviews, {summary.reviews} new" if catalogue.reviews else "")
    )
    show_rows(screen, "bad rows", summary.bad)
    show_rows(screen, "stay drafts until they are complete", summary.drafts)
    return summary


def show_rows(screen: Console, title: str, rows: list[BadRow]) -> None:
    if rows:
        screen.print(f"{len(rows)} {title}:")
    for row in rows[:SHOWN]:
        screen.print(f"  {row}", markup=False)
    if len(rows) > SHOWN:
        screen.print(f"  … and {len(rows) - SHOWN} more")


def _folder(folder: Path, names: tuple[str, ...], read: Mapping3) -> Catalogue:
    return read(*(_lines(folder / name) for name in names))


def _lines(file: Path) -> list[str]:
    try:
        return decode(file.read_bytes()).text.splitlines()
    except (OSError, UnknownEncoding) as error:
        raise Trouble(f"{file} cannot be read: {error}") from error
