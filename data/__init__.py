"""Street scenes with masks: rendered on this computer, or recorded in CARLA."""
