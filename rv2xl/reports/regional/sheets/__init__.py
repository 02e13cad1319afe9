"""The sheets of the regional report, one module each: what it shows and where; formulas that lead back to the Orte."""
