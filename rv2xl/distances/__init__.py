"""Filling in the kilometres of a Bogen „Ermittlung der Entfernungskilometer“, from a list or from a routing server."""
