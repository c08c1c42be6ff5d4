"""What is asked of people about articles."""
