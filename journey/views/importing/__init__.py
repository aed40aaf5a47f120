"""The pieces of the import page, a step each."""
