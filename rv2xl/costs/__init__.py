"""Account balances into a Kostenzuordnung (Anlage 3)."""
