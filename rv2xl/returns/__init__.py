"""What happens to what comes back."""
