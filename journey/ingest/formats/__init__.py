"""Readers: one file format each, all giving the same: text columns that stand after FROM."""
