"""From text to tokens, the same way for documents and for queries. Pure."""
