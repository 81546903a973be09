"""Operations over HTTP: what one is, how it is read, answered and served."""
