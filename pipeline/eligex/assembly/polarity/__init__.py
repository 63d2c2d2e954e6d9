"""What is denied, granted or refused, and what that asks of an eligible patient."""
