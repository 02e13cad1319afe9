"""How blocks become cells."""
