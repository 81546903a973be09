"""Third-party packages in layers: which there are, which a function needs, and how they are built."""
