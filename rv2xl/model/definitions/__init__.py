"""What a form is made of."""
