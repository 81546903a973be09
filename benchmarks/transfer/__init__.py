"""Whether a shop comes out of `shop transfer` as it went in, between two that are served."""
