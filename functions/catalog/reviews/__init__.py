"""Reviews: who may write one, written, moderated, imported."""
