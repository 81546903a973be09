"""An authenticator without a browser."""
