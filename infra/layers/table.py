"""The layers. A new one is a line here: its packages come with what they need, and a function that imports one of them gets the layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import packages_distributions, requires

from packaging.requirements import Requirement


@dataclass(frozen=True)
class Layer:
    name: str
    packages: tuple[str, ...]
    """Distributions as in requirements/runtime.in. What they need and `base` does not have comes along."""

    @property
    def parameter(self) -> str:
        """Of the templates: where its zip lies."""
        return f"Layer{self.name.capitalize()}Key"


BASE = Layer(
    "base",
    (
        "boto3",
        "pynamodb",
        "pydantic",
        "aws-lambda-powertools",
        "chalice",
        "pyjwt",
        "cryptography",
        "urllib3",
        "tzdata",
        "standardwebhooks",
        # Small, and whoever applies what a payment provider tells may need it.
        "disposable-email-domains",
    ),
)
LAYERS = (
    BASE,
    Layer("agents", ("http-message-signatures", "sd-jwt", "rfc8785")),
    Layer("contact", ("phonenumbers", "email-validator", "python-stdnum")),
    Layer("identity", ("zxcvbn", "pyotp", "webauthn")),
    Layer("texts", ("nh3", "markdown-it-py", "charset-normalizer", "pypinyin", "opencc-python-reimplemented")),
    Layer("search", ("tantivy", "rjieba", "pyspellchecker", "opensearch-py")),
    Layer("media", ("pillow", "pillow-heif")),
    Layer("pages", ("jinja2", "segno")),
    Layer("law", ("holidays",)),
    Layer("analytics", ("duckdb", "xlsxwriter")),
    Layer("charts", ("vl-convert-python",)),
    Layer("papers", ("reportlab", "pypdf", "paperang-p2-fonts-cjk")),
)
NOT_SHIPPED = frozenset({"pip", "setuptools", "wheel", "click", "inquirer", "pyyaml", "opensearch-protobufs"})
"""What packages ask for and the functions never import: the command line of Chalice, the gRPC half of opensearch-py."""
MOST_LAYERS = 5
MOST_BYTES = 250 * 1024 * 1024
"""Of a function with its layers, unzipped: both are Lambda's limits."""


@cache
def packages_of(layer: Layer) -> frozenset[str]:
    """All distributions in the layer."""
    found = _closure(layer.packages)
    return frozenset(found if layer is BASE else found - packages_of(BASE))


def layers_for(modules: Iterable[str]) -> tuple[Layer, ...]:
    """Those that hold what is imported; `base` is always one of them. What a layer names is not looked for where it only comes along."""
    imported = {_plain(package) for module in modules for package in _distributions().get(module, ())}
    named = {package for layer in LAYERS for package in layer.packages}
    return tuple(layer for layer in LAYERS if layer is BASE or imported & set(layer.packages) or (imported - named) & packages_of(layer))


@lru_cache(maxsize=1)
def _distributions() -> dict[str, list[str]]:
    return dict(packages_distributions())


def _closure(packages: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = [_plain(package) for package in packages]
    while waiting:
        package = waiting.pop()
        if package in found or package in NOT_SHIPPED:
            continue
        found.add(package)
        needs = map(Requirement, requires(package) or ())
        waiting += [_plain(need.name) for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def _plain(package: str) -> str:
    return package.lower().replace("_", "-")
