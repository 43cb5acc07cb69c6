"""How `./dev` runs the product here: install, ports, parts, supervision; the tests use the same."""
