"""Articles as readers list, search, read and judge them."""
