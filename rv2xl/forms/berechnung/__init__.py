"""What the calculation forms of Anlage 1, 3, 4 and 5 share: their types, the sheet „Rechtsgrundlagen“, guards of steps."""
