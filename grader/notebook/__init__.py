"""What a student's notebook meets: checks, carried functions, and how a verdict looks."""
