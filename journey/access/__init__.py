"""Who may in, where the server listens to more than its own machine: the host by a password, others by a link."""
