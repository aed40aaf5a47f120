"""Behavioural groups: journeys that went about it alike."""
