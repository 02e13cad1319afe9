"""Rules made ready to be judged, and those that cannot be."""
