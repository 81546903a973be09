"""Other providers, as adapters: where the browser goes, and who came back."""
