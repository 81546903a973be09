"""`shop import …`: catalogues from elsewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from functions.shared.plain.money import CURRENCIES
from infra.cli.catalogue import Catalogue
from infra.cli.file_import import import_file
from infra.cli.loading import SAMPLES, load, read_mall, read_samples, show_rows
from infra.cli.running_shop import running_shop
from infra.cli.screen import console, progress
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


class Stock(StrEnum):
    SET = "set"
    ADD = "add"
    IGNORE = "ignore"


@app.command("products")
@app.command("shopify")
def products(
    file: Annotated[Path, typer.Argument(help="a table (Shopify's old or new, WooCommerce's, another with --mapping), or .ndjson")],
    currency: Annotated[str, typer.Option(help="of the prices; the file does not say it")] = "CNY",
    language: Annotated[str, typer.Option(help="of the texts")] = "en",
    stock: Annotated[Stock, typer.Option(help="what its numbers of pieces mean")] = Stock.SET,
    charset: Annotated[str, typer.Option(help="of the file, where it cannot be found out")] = "",
    mapping: Annotated[str, typer.Option(help='its columns as JSON: {"Artikel": "title", "Größe": "option:Größe"}')] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would happen")] = False,
) -> None:
    """A product file, through the shop's own imports.

    \b
    Example:  shop import products ../shared/data/shopify/apparel.csv --language en --dry-run
    """
    if currency not in CURRENCIES:
        raise Trouble(f"{currency} is not a currency; write it like CNY or USD.")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error}") from error
    options = {"filename": file.name, "currency": currency, "language": language, "stock": stock.value}
    options |= {name: value for name, value in (("charset", charset), ("mapping", mapping)) if value}
    if dry_run:
        options["dry_run"] = "true"
    file_format = "ndjson" if file.suffix.lower() in (".ndjson", ".jsonl") else "csv"
    with progress(f"importing {file.name}", console) as tick:
        done = import_file(running_shop().client("owner"), data, options, file_format=file_format, tick=tick)
    console.print(("would be: " if dry_run else "rows: ") + ", ".join(f"{count} {name}" for name, count in done.counts.items()))
    show_rows(console, "rows with remarks", done.told)
    if done.counts["failed"] and done.counts["failed"] == sum(done.counts.values()):
        raise typer.Exit(1)


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
