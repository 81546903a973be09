"""`shop import …`: catalogues from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from functions.shared.money import CURRENCIES
from infra.cli.catalogue import Catalogue
from infra.cli.loading import SAMPLES, load, read_mall, read_samples, read_shopify
from infra.cli.running_shop import running_shop
from infra.cli.screen import console
from infra.local.trouble import Trouble

app = typer.Typer(
    help="Load a catalogue into the running shop. Can be repeated; bad rows are named and the rest goes in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def mall(folder: Annotated[Path, typer.Argument(help="has products.jsonl, categories.jsonl, brands.jsonl")]) -> None:
    """A catalogue of a Chinese mall as JSON lines.

    \b
    Example:  shop import mall ../shared/data/mall
    """
    _load(read_mall(folder))


@app.command()
def shopify(
    file: Annotated[Path, typer.Argument(help="a product CSV as Shopify exports it")],
    currency: Annotated[str, typer.Option(help="of the prices; the file does not say it")] = "CNY",
    language: Annotated[str, typer.Option(help="of the texts")] = "en",
) -> None:
    """A Shopify product CSV.

    \b
    Example:  shop import shopify ../shared/data/shopify/apparel.csv --language en
    """
    if currency not in CURRENCIES:
        raise Trouble(f"{currency} is not a currency; write it like CNY or USD.")
    _load(read_shopify(file, currency, language))


@app.command()
def samples(folder: Annotated[Path, typer.Argument(help="another folder in the same format")] = SAMPLES) -> None:
    """Our own demo catalogue, or what `shop export` wrote.

    \b
    Example:  shop import samples
    """
    _load(read_samples(folder))


def _load(catalogue: Catalogue) -> None:
    if not catalogue.products and catalogue.bad:
        raise Trouble(f"Nothing can be read: {catalogue.bad[0]}")
    summary = load(catalogue, running_shop().client("owner"), console)
    if summary.bad and not summary.created + summary.changed + summary.unchanged:
        raise typer.Exit(1)
