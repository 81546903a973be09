"""The outside world of the local shop: providers that sign with their own keys, so that the production verifiers run unchanged."""
