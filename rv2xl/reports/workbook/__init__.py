"""How the workbook of a report is written: its looks, pages, tables and charts."""
