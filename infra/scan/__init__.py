"""Looks for given values in clear, in everything that a deployment keeps."""
