"""The engine OpenSearch, for catalogues that outgrow one Lambda's disk."""
