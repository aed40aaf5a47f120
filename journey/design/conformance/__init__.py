"""Conformance: which journeys go as a design says, and where the others leave it."""
