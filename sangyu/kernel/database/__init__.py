"""Django's PostgreSQL backend, with a cheaper look whether a connection that was kept still lives."""
