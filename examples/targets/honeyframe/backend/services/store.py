"""What would be in a database."""

CUSTOMERS = [{"name": "Acme"}, {"name": "Globex"}]
