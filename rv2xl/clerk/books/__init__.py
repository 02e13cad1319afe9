"""Konsolidierung.xlsm to be read and written: open in Excel, or closed."""
