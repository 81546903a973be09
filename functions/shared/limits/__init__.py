"""How often something may be asked: by whom, in which time, and what is answered beyond (docs/limits.md)."""
