"""The command line: one command a file, each with `EXAMPLE`, `arguments(parser)` and `run(given)`."""
