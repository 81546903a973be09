"""Draws the pictures of the demo catalogue: a calm colour and the first letters of the name, the same every time."""

from __future__ import annotations

import hashlib
from html import escape

from aiohttp import web

_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" role="img" aria-label="{name}">
<rect width="800" height="800" fill="hsl({hue} 35% 88%)"/>
<circle cx="{x}" cy="{y}" r="260" fill="hsl({hue} 40% 70%)"/>
<text x="400" y="450" text-anchor="middle" font-family="system-ui,sans-serif" font-size="150" fill="hsl({hue} 45% 25%)">{letters}</text>
</svg>
"""


def picture(name: str) -> str:
    chance = hashlib.sha256(name.encode()).digest()
    words = [word for word in name.split("-") if word] or ["?"]
    return _SVG.format(
        name=escape(name, quote=True),
        hue=chance[0] * 360 // 256,
        x=300 + chance[1] % 200,
        y=300 + chance[2] % 200,
        letters=escape("".join(word[0].upper() for word in words[:3])),
    )


async def show(request: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=86400", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return web.Response(text=picture(request.match_info["name"]), content_type="image/svg+xml", headers=headers)
