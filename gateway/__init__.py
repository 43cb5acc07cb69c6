"""The HTTP edge: parses requests, calls services over the bus, composes their answers."""
