"""How a service runs. No domain word in it; the only importer of nameko."""
