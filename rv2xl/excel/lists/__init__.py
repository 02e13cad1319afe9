"""Lists that a clerk brings along (.csv, .xlsx, .xls, .ods): no forms of ours, read by pandas, columns found by their heads."""
