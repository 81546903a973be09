"""What each function weighs unzipped, with its layers: `make sizes` builds the layers for AWS and writes docs/sizes.md."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from infra.compose import ROOT, discover_told
from infra.functions import FUNCTIONS
from infra.layers.build import PLATFORMS, build_layers, files_of
from infra.layers.needed import layers_of
from infra.layers.table import LAYERS, MOST_BYTES, Layer
from infra.package import code_files

_MB = 1024 * 1024


def table(code: int, sizes: Mapping[Layer, int], needed: Mapping[str, tuple[Layer, ...]], target: str) -> str:
    rows = {name: code + sum(sizes[layer] for layer in layers) for name, layers in needed.items()}
    heavy = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    lines = [
        "# What functions weigh", "",
        f"Unzipped, for {target}; Lambda takes {MOST_BYTES // _MB} MB. Written by `make sizes`.", "",
        f"Code: {code / _MB:.1f} MB. Layers: {', '.join(f'{layer.name} {sizes[layer] / _MB:.1f} MB' for layer in LAYERS)}.", "",
        "| Function | MB | Layers |", "|---|---|---|",
        *(f"| `{name}` | {size / _MB:.1f} | {', '.join(layer.name for layer in needed[name])} |" for name, size in heavy),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.layers", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--runtime", default="python3.13")
    parser.add_argument("--architecture", default="arm64", choices=sorted(PLATFORMS))
    given = parser.parse_args()
    zips = build_layers(given.build, given.runtime, given.architecture, ROOT)
    site = given.build / "site"
    sizes = {layer: sum(path.stat().st_size for path in files_of(site, layer, ROOT).values()) for layer in zips}
    code = sum(path.stat().st_size for path in code_files(ROOT))
    text = table(code, sizes, layers_of(FUNCTIONS, discover_told(FUNCTIONS, ROOT), ROOT), f"{given.runtime} on {given.architecture}")
    (ROOT / "docs/sizes.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
