"""What is said on the bus: commands, views, events, errors and the RPC surface of each service. Pydantic only."""
