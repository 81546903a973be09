"""Whether values stay in their place in an HTML part: what is escaped as text is not safe in a script, a style or an address."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from functions.notifications.sending.sandbox import Problem

CANARY = "zqvaluezq"
"""Stands for a value that anybody may have written, and for where a branch begins or ends: letters, as a value may have."""
_TAGS = frozenset(
    {"a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
     "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span",
     "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr"}
)  # fmt: skip
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_:-]*")
_ADDRESSES = frozenset({"href", "src", "background", "cite", "longdesc", "poster", "action", "formaction", "data", "srcset", "xlink:href"})
_SCHEMES = ("https://", "mailto:", "tel:", "#")
_STYLE = re.compile(r"(url|src|image|image-set|expression)\s*\(|\\|@import|javascript|behavior|-moz-binding", re.IGNORECASE)
_BARE = re.compile(rf"=\s*[^\s\"'>]*{CANARY}|<[/!?]?{CANARY}")


def markup_problem(text: str) -> Problem | None:
    """`text`: of all branches of a part, with CANARY for each value."""
    reader = _Reader()
    reader.feed(text)
    if "<" in reader.rawdata:
        # What is not closed would swallow the layout.
        return Problem("unsafe_markup", reader.getpos()[0], "A tag or a comment is not closed.")
    reader.close()
    return reader.problem


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problem: Problem | None = None
        self._opened: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._opened[tag] += 1
        if tag not in _TAGS:
            self._refuse(f"<{tag.replace(CANARY, '…')}> cannot stand in a message; the layout is put around it by itself.")
        if _BARE.search(re.sub(r"\"[^\"]*\"|'[^']*'", '""', self.get_starttag_text() or "")):
            self._refuse("A value in an attribute stands in quotation marks.")
        for name, value in attrs:
            self._attribute(name, value or "")

    def handle_endtag(self, tag: str) -> None:
        self._opened[tag] -= 1
        if self._opened[tag] < 0:
            self._refuse("What is closed here was not opened: it would close what the layout is made of.")

    def _attribute(self, name: str, value: str) -> None:
        if CANARY in name or not _ATTRIBUTE.fullmatch(name) or name.startswith("on") or name in ("srcdoc", "ping", "is"):
            self._refuse("This attribute cannot stand in a message.")
        elif name == "style" and (CANARY in value or _STYLE.search(value)):
            self._refuse("A style holds no values and no addresses.")
        elif name in _ADDRESSES:
            if CANARY in value:
                self._refuse("Only links that the event brings may stand in an address.")
            elif not "".join(value.split()).lower().startswith(_SCHEMES):
                self._refuse("An address begins with https://, mailto: or tel:.")

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 — as HTMLParser calls it
        self._refuse("The layout is put around the text by itself.")

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        self._refuse("Marked sections cannot stand in a message.")

    def handle_pi(self, data: str) -> None:  # noqa: ARG002
        self._refuse("Processing instructions cannot stand in a message.")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self._refuse("Comments of HTML would be sent; write {# … #}.")

    def _refuse(self, text: str) -> None:
        self.problem = self.problem or Problem("unsafe_markup", self.getpos()[0], text)
