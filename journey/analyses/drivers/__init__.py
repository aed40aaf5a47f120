"""Drivers: what, known before a moment, goes with a good end or a good answer."""
