"""`solicitari`: commands for administrators and ops."""
