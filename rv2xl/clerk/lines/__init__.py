"""What a run writes into the tables of the clerk's workbook, line by line."""
