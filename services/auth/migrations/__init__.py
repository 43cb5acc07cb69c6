"""How the database of auth came to be."""
