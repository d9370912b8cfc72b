"""Tables, queries and migrations: the only room in which SQL is written."""
