"""The LWV Hessen and the Kreise: what follows from their agreements, and the days of both sources."""
