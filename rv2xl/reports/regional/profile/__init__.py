"""One Kreis on one page: in the regional report the chosen one, or in a workbook of its own."""
