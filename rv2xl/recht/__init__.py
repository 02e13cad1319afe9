"""The law as data: dated, cited values, the readings of what the source leaves open, the Kreise by year; and their readers."""
