"""Exercise 5: read frames, split by drive, train and keep the best weights, show a mask.

Four rooms, each with its probes and its judges: ``files`` (process_path, preprocess,
create_mask), ``dataset`` (make_dataset), ``train``, and ``weights`` (what the network reaches).
"""
