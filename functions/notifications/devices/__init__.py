"""Devices and apps of somebody that can be told something."""
