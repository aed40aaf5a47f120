"""The command line: one command a file, each with `SUMMARY`, `EXAMPLE`, `arguments(parser)` and `run(given)`."""
