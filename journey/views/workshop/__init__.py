"""The parts of the host's page of a workshop."""
