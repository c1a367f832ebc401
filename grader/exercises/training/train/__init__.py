"""The part that trains, keeps the best weights and survives an interruption: train."""
