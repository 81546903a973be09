"""What a browser is told with the console. On AWS the distribution says the same (`infra/template/distribution.yaml`); a test compares
them."""

from __future__ import annotations

from typing import Final

INDEX: Final = "index.html"
PREFIX: Final = "admin/"
"""Where the build lies in the bucket, and where it is served."""
FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""Of files that are named after their contents."""
ASKED_AGAIN: Final = "no-cache"


def content_security_policy(files: str) -> str:
    """`files`: the origin of the bucket, to which pictures and imports are uploaded and from which downloads come. Scripts come from our
    own host alone; MUI writes its style sheets at run time, therefore inline styles."""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' {files} blob: data:; connect-src 'self' {files}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def headers(files: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": content_security_policy(files),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def caching(name: str) -> str:
    return FOR_GOOD if name.startswith("assets/") else ASKED_AGAIN
