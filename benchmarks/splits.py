"""What trained networks reach on the validation and test drives of notebook 5, class by class.

    python benchmarks/splits.py published course "course 15"

The networks are those that ``benchmarks/experiments.py`` trained on streets; their weights lie in
the data directory.
"""

import argparse
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import experiments
import pandas as pd
from rich.console import Console
from rich.table import Table

from data.classes import CLASS_NAMES
from data.scores import class_table, confusion, scores


def main() -> None:
    """Judge each network on both splits and print a table."""
    parser = argparse.ArgumentParser(description="Judge trained networks on notebook 5's split.")
    parser.add_argument("names", nargs="+", metavar="NAME")
    names = parser.parse_args().names
    _, *held_out = experiments.street_parts(by_drive=True)
    columns = {
        (name, split): _judged(name, part)
        for name in names
        for split, part in zip(("validation", "test"), held_out, strict=True)
    }
    order = ["accuracy", "mean IoU", *CLASS_NAMES]
    rows = pd.DataFrame(columns).reindex(order).dropna(how="all")
    table = Table("", *(f"{name},\n{split}" for name, split in columns))
    for name, row in rows.iterrows():
        table.add_row(str(name), *("–" if pd.isna(value) else f"{value:.3f}" for value in row))
    Console().print(table)


def _judged(name: str, part: experiments.Part) -> pd.Series:
    """Accuracy, mean IoU and the IoU of each class that occurs."""
    photos, masks = part
    model = experiments.trained(name)
    answers = model.predict(photos, batch_size=8, verbose=0).argmax(axis=-1)
    counts = confusion(masks[..., 0], answers)
    ious = class_table(counts).iou.rename(lambda number: CLASS_NAMES[number])
    return pd.concat([pd.Series(scores(counts)), ious])


if __name__ == "__main__":
    main()
