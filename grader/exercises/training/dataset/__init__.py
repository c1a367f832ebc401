"""The part that splits a recording by drive and builds three datasets: make_dataset."""
