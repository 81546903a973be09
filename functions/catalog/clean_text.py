"""Texts of editors and imports made safe to show: HTML is reduced to harmless tags, or to none where plain text is meant.

A text without markup is stored exactly as it was sent.
"""

from __future__ import annotations

import html

import nh3


def rich(text: str) -> str:
    """HTML without scripts, event handlers, styles or unknown schemes (the ammonia defaults)."""
    return nh3.clean(text) if "<" in text else text


def plain(text: str) -> str:
    """The text without any tags. What still looks like markup after unescaping stays escaped."""
    if not nh3.is_html(text):
        return text
    escaped = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
    bare = html.unescape(escaped)
    return (escaped if nh3.is_html(bare) else bare).strip()
