"""How the database of files came to be."""
