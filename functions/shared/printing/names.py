"""What the one font is called, for whoever only names it."""

FAMILY = "WenQuanYi Micro Hei, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
"""With what readers' own machines have instead of it."""
