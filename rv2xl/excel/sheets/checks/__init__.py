"""„Prüfung“ line by line: what each generation of guidance says of rules, duties and types."""
