"""The domains that passkeys are made for, and the pages that may ask for them."""
