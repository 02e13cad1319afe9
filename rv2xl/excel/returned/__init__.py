"""What came back, held against what was issued."""
