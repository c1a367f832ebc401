"""What those who write the course use: the students' notebooks, a new exercise, its tables."""
