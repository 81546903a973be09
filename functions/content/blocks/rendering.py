"""Markdown as HTML that can be shown anywhere: no markup of its own gets through, links go to the web, a mailbox or a telephone only.

Rendered when it is read, so that what was written once is as safe as the library is today.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SCHEMES = {"http", "https", "mailto", "tel"}


@lru_cache(maxsize=256)
def html_of(markdown: str) -> str:
    """CommonMark with tables and strikethrough. HTML in it is shown as it is typed."""
    return nh3.clean(_parser().render(markdown), url_schemes=_SCHEMES)


def plain_of(markdown: str) -> str:
    """What a reader sees of it, for the search."""
    return unescape(nh3.clean(_parser().render(markdown), tags=set()))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
