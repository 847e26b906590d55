"""What the skills have in common."""
