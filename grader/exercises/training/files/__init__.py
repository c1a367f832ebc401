"""The parts that read frames and show masks: process_path, preprocess, create_mask."""
