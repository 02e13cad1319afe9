"""What a check comes to: the state of every file, who is missing, and the same as a workbook."""
