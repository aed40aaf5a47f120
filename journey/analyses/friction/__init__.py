"""Friction: where journeys are slowed, turned round and lost, and what goes with it."""
