"""Missions: what is told of somebody brings them points, once for each cause."""
