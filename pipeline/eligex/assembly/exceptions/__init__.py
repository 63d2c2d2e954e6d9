"""What is carved out, of what, and by whose judgement."""
