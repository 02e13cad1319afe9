"""What a form, a value and a finding are. Knows no spreadsheet and no file but `recht/`."""
