"""To and from spreadsheets: the only room that knows them."""
