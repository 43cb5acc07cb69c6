"""The URLs, a file per resource. A route parses, calls and responds; it decides nothing."""
