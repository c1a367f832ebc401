"""What three datasets that share no drive look like, and what is said of other ones."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from grader.checks.arrays import compare
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.training.dataset.probe import NAMES, STEPS, Batches, joined
from grader.exercises.training.files.probe import HEIGHT, WIDTH

SPEC = [[[None, HEIGHT, WIDTH, 3], "float32"], [[None, HEIGHT, WIDTH, 1], "uint8"]]
BATCH_SIZE = 32
BUFFER = 500
TRAIN_SHARE = (0.7, 0.9)  # of the drives; "about 80 %" of few drives cannot be exact
HELD_OUT_SHARE = (0.05, 0.2)
MOST_FRAMES = 100_000  # of one epoch; recordings of a case have some hundred


# The cases ---------------------------------------------------------------------------------------


def _case(drives: Sequence[str], other_seeds: Sequence[int] = (), **options: int) -> Case:
    """Frames of these drives; ``options`` are passed on, ``other_seeds`` are tried too."""
    shown = "".join(f", {name}={value}" for name, value in options.items())
    return Case(
        f"make_dataset(images, masks, drives{shown}) on {len(drives)} frames of "
        f"{len(set(drives))} drives",
        {"drives": list(drives), "options": options, "other_seeds": list(other_seeds)},
    )


def _drives(frames: Sequence[int]) -> list[str]:
    """One drive name for each frame, drive after drive."""
    return [f"drive_{i:02}" for i, n_frames in enumerate(frames) for _ in range(n_frames)]


DATASET_CASES = (
    # Cut at 80 and at 90 % of the frames, no drive stays whole.
    _case(_drives([7, 11, 8, 10, 9, 12, 6, 8, 9, 10])),
    # Rounded shares of 19 drives do not add up to 19, and a tenth of 8 is less than one.
    _case(_drives([*[5, 2, 3, 4] * 4, 5, 2, 7]), other_seeds=(8, 9), batch_size=4, seed=7),
    _case(_drives([2] * 8), batch_size=4),
)


def draw_dataset_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """A recording with drives of different lengths, whose frames come mixed."""
    drives = _drives(rng.integers(2, 6, rng.integers(10, 30)).tolist())
    mixed = rng.permutation(drives).tolist()
    return (_case(mixed, batch_size=int(rng.integers(3, 9)), seed=int(rng.integers(1000))),)


# The judge ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Seen:
    """The evidence of one case, as the questions below need it."""

    case: Case
    datasets: Mapping[str, Any]
    other_splits: Sequence[Sequence[Sequence[int]]]
    other_sessions: Sequence[Sequence[Sequence[int]]]

    @property
    def drives(self) -> list[str]:
        drives: list[str] = self.case.arguments["drives"]
        return drives

    @property
    def batch_size(self) -> int:
        return int(self.case.arguments["options"].get("batch_size", BATCH_SIZE))

    def batches(self, name: str) -> Batches:
        batches: Batches = self.datasets[name]["epochs"][0]
        return batches

    def frames(self, name: str) -> list[int]:
        return joined(self.batches(name))

    def again(self, name: str) -> list[int] | None:
        second: Batches | None = self.datasets[name]["epochs"][1]
        return None if second is None else joined(second)

    def known_frames(self, name: str) -> set[int]:
        return set(self.frames(name)) & set(range(len(self.drives)))

    def drives_of(self, name: str) -> set[str]:
        return {self.drives[frame] for frame in self.known_frames(name)}

    def steps(self, name: str) -> list[str]:
        return [step for step, _ in self.datasets[name]["steps"]]


def judge_dataset(case: Case, evidence: Evidence) -> Judgement:
    """The first thing that is wrong: later questions only make sense after earlier answers."""
    if "parameters" in evidence:
        return Judgement((_other_parameters(case, evidence["parameters"]),))
    if "misused" in evidence:
        return Judgement((_misused(case, *evidence["misused"]),))
    if "helper" in evidence:
        return Judgement((_helper_raised(case, evidence["helper"], evidence["raised"]),))
    if "returned" in evidence:
        return Judgement((_wrong_result(case, evidence["returned"]),))
    seen = _Seen(
        case, evidence["datasets"], evidence["other_splits"], evidence.get("other_sessions", [])
    )
    if any(len(seen.frames(name)) > MOST_FRAMES for name in NAMES):
        raise ValueError(f"More than {MOST_FRAMES} frames.")
    finding = next(_findings(seen), None)
    return Judgement((finding,) if finding else (), _compare_datasets(seen))


def _findings(seen: _Seen) -> Iterator[Finding]:
    """The split that leaks is the lesson, so it comes first wherever frames can be told apart."""
    if not _are_apart(seen):
        yield from _about_common_frames(seen)
        yield from _about_common_drives(seen)
    yield from _about_elements(seen)
    yield from _about_pairs(seen)
    yield from _about_frames(seen)
    yield from _about_shares(seen)
    yield from _about_batches(seen)
    yield from _about_order(seen)
    yield from _about_speed(seen)
    yield from _about_seeds(seen)


_MISUSES = {
    "nothing": (
        "got an empty list for one of the three datasets, expected at least one drive in each. "
        "Cut the list of drive names into three pieces of which none is empty: with n = max(1, "
        "len(names) // 10) take names[:n], names[n : 2 * n] and names[2 * n :]."
    ),
    "nothing at first": (
        "got an empty list for the very first dataset, expected the frames of its drives. Print "
        "the list of its drives, and that of its frames. Where only the second is empty, ask "
        "whether a drive is one of many by `if drive in names`: == never holds for a list."
    ),
    "pictures": (
        "called process_path on pictures, expected paths: the files are read first. Write "
        ".map(process_path).map(preprocess)."
    ),
    "paths": (
        "called preprocess on paths, expected pictures: the files are read first. Write "
        ".map(process_path).map(preprocess)."
    ),
    "batches": (
        "called process_path on a whole batch of paths, expected one pair: the files are read one "
        "by one. Call .batch(batch_size) after both maps."
    ),
    "lists": (
        "called process_path on a whole list of paths, expected one pair: a dataset calls it for "
        "each. Write tf.data.Dataset.from_tensor_slices((images, masks)).map(process_path), "
        "without brackets behind process_path."
    ),
}


DEF_LINE = "def make_dataset(images, masks, drives, batch_size=32, seed=1, cache_folder=None):"


def _other_parameters(case: Case, names: Sequence[str]) -> Finding:
    missing = [name for name in ("drives", "batch_size", "seed") if name not in names]
    cause = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. "
    return case.remark(
        (
            "parameters",
            list(names),
            ["images", "masks", "drives", "batch_size", "seed", "cache_folder"],
        ),
        f"the def line takes {', '.join(map(str, names)) or 'nothing'}, expected images, masks, "
        "drives, batch_size, seed and cache_folder in this order. "
        f"{cause if missing else ''}Write `{DEF_LINE}`.",
    )


def _misused(case: Case, helper: str, kind: str) -> Finding:
    return case.finding(("helper", helper, None), _MISUSES[kind])


def _helper_raised(case: Case, helper: str, error: str) -> Finding:
    reason = "is not attempted yet" if error == "NotImplementedError" else f"raised {error}"
    return case.finding(
        ("helper", [helper, error], None),
        f"called {helper}, which {reason}, expected it to give image and mask. "
        f"Fix {helper} first; its own check says when it is right.",
    )


def _wrong_result(case: Case, returned: str) -> Finding:
    step = "End the function with return train, validation, test."
    if returned == "3 values (NoneType, NoneType, NoneType)":
        step = (
            "A function that ends without return gives None, and the one that builds each of them "
            "does. End that one with return and its dataset."
        )
    return case.finding(
        ("type", returned, list(NAMES)), f"gave {returned}, expected three tf.data datasets. {step}"
    )


def _about_elements(seen: _Seen) -> Iterator[Finding]:
    for name in NAMES:
        spec = seen.datasets[name]["spec"]
        if spec != SPEC:
            yield seen.case.finding(
                ("element_spec", spec, SPEC),
                f"gave a {name} dataset with elements {_say_spec(spec)}, expected "
                f"{_say_spec(SPEC)}. {_cause_of_spec(spec)}",
            )


def _say_spec(spec: Any) -> str:
    if isinstance(spec, str):
        return spec
    return " and ".join(f"{tuple(shape)} {dtype}" for shape, dtype in spec)


def _cause_of_spec(spec: Any) -> str:
    if isinstance(spec, str) or len(spec) != 2:
        return "Map process_path and then preprocess over pairs of image path and mask path."
    (image, _), (_, mask_type) = spec
    if image == [HEIGHT, WIDTH, 3]:
        return (
            "There is no batch axis. Each step gives a new dataset: write dataset = "
            "dataset.batch(batch_size), after the shuffle, and go on with that."
        )
    if len(image) == 4 and image[0] is not None:
        return "drop_remainder=True fixes the batch size and drops the last frames. Leave it out."
    if image[-3:-1] == [WIDTH, HEIGHT]:
        return "Height and width are exchanged in preprocess. Check preprocess first."
    if len(image) == 5:
        return "The frames were batched twice. Call .batch once."
    if mask_type != "uint8":
        return "Check process_path and preprocess first: the mask stays uint8."
    return "Map process_path, then preprocess, which resizes; check these two first."


def _are_apart(seen: _Seen) -> bool:
    """Whether images and masks are those of different frames, so that neither tells the split."""
    known = set(range(len(seen.drives)))
    return any(
        seen.frames(name) != seen.datasets[name]["images"]
        and {*seen.frames(name), *seen.datasets[name]["images"]} <= known
        for name in NAMES
    )


def _about_pairs(seen: _Seen) -> Iterator[Finding]:
    for name in NAMES:
        frames, images = seen.frames(name), seen.datasets[name]["images"]
        if frames == images:
            continue
        if len(set(images)) <= 1 < len(set(frames)):
            cause = "All images look alike: check the scaling in process_path first."
        elif len(set(frames)) <= 1 < len(set(images)):
            cause = (
                "None of them is the mask of a frame. Take the masks from the paths in masks: "
                "tf.data.Dataset.from_tensor_slices((images, masks))."
            )
        else:
            cause = (
                "Images and masks were ordered apart from each other. Keep each pair together: "
                "tf.data.Dataset.from_tensor_slices((images, masks))."
            )
        yield seen.case.finding(
            ("pairs", images, frames),
            f"gave a {name} dataset whose images do not belong to their masks, expected pairs of "
            f"the same frame. {cause}",
        )


def _about_frames(seen: _Seen) -> Iterator[Finding]:
    n_frames = len(seen.drives)
    for name in NAMES:
        if len(seen.batches(name)) > n_frames:
            yield seen.case.finding(
                ("length", None, n_frames),
                f"gave a {name} dataset without an end, expected each frame once an epoch. "
                "Remove .repeat(); model.fit starts a new epoch by itself.",
            )
            return
    counts = Counter(frame for name in NAMES for frame in seen.frames(name))
    missing = [frame for frame in range(n_frames) if frame not in counts]
    if missing:
        yield seen.case.finding(
            ("frames", n_frames - len(missing), n_frames),
            f"gave {n_frames - len(missing)} of {n_frames} frames, expected all of them over the "
            f"three datasets. {_cause_of_missing(seen, missing)}",
        )
    if max(counts.values()) > 1:
        twice = next(frame for frame, count in counts.items() if count > 1)
        yield seen.case.finding(
            ("frames", counts[twice], 1),
            f"gave frame {twice} {counts[twice]} times in one epoch, expected once. Remove "
            ".repeat() and look for paths that are added twice.",
        )


def _about_common_frames(seen: _Seen) -> Iterator[Finding]:
    for one, other in combinations(NAMES, 2):
        common = seen.known_frames(one) & seen.known_frames(other)
        if common:
            yield seen.case.finding(
                ("split", len(common), 0),
                f"put {len(common)} frames into both {one} and {other}, expected none. A "
                f"network that has seen a picture is not tested by it. "
                f"{_cause_of_common_frames(seen, common, one, other)}",
            )
            return


def _cause_of_common_frames(seen: _Seen, common: set[int], one: str, other: str) -> str:
    if common == seen.known_frames(one) == seen.known_frames(other):
        return (
            f"Both hold the same frames. Build {other} of drives of its own, and where .cache() "
            "got the name of a file, leave it out: each dataset reads back what stands in there."
        )
    common_drives = {seen.drives[frame] for frame in common}
    whole = {n for n, drive in enumerate(seen.drives) if drive in common_drives}
    if whole == common:
        return (
            "Whole drives are in both. Cut a list that holds every name once, sorted(set(drives)), "
            "into three pieces that do not overlap."
        )
    return "Give every drive to one dataset only: cut the list of drive names, not the frames."


def _about_common_drives(seen: _Seen) -> Iterator[Finding]:
    for one, other in combinations(NAMES, 2):
        common = seen.drives_of(one) & seen.drives_of(other)
        if common:
            n_drives = f"{len(common)} drive{'' if len(common) == 1 else 's'}"
            yield seen.case.finding(
                ("split", sorted(common)[:5], []),
                f"put frames of {n_drives} into both {one} and {other}, expected none. "
                "Neighbouring frames of a drive are nearly the same picture, so the split leaks. "
                "Shuffle and cut the list of drives, not the list of frames.",
            )
            return


def _cause_of_missing(seen: _Seen, missing: Sequence[int]) -> str:
    given = set().union(*(seen.drives_of(name) for name in NAMES))
    partly = {seen.drives[frame] for frame in missing} & given
    if partly:
        return (
            f"Some frames of {min(partly)} are left out. Take every frame of a drive that was "
            "chosen, and cut nothing off a list of frames or a dataset."
        )
    lost = min({seen.drives[frame] for frame in missing})
    return f"The drive {lost} is in none of them. Give the test dataset every drive that is left."


def _about_shares(seen: _Seen) -> Iterator[Finding]:
    n_drives = len(set(seen.drives))
    counts = [len(seen.drives_of(name)) for name in NAMES]
    bounds = [TRAIN_SHARE, HELD_OUT_SHARE, HELD_OUT_SHARE]
    if any(
        not max(1.0, low * n_drives - 1) <= count <= max(1.0, high * n_drives + 1)
        for count, (low, high) in zip(counts, bounds, strict=True)
    ):
        held_out = max(1, round(n_drives / 10))
        cause = (
            f"A tenth of {n_drives} is rounded to none. Hold out max(1, len(names) // 10) each "
            "time."
            if n_drives < 10 and 0 in counts[1:]
            else "Cut the shuffled list of drives at 80 % and at 90 %."
        )
        yield seen.case.finding(
            ("split", counts, [n_drives - 2 * held_out, held_out, held_out]),
            f"gave {counts[0]}, {counts[1]} and {counts[2]} drives to train, validation and test, "
            f"expected about {n_drives - 2 * held_out}, {held_out} and {held_out}. {cause}",
        )


def _about_batches(seen: _Seen) -> Iterator[Finding]:
    steps = seen.steps("train")
    if steps.count("batch") and "shuffle" in steps[steps.index("batch") :]:
        yield seen.case.finding(
            ("order", steps, list(STEPS)),
            "shuffles whole batches, expected frames: the same frames always meet in a batch. "
            "Call .shuffle before .batch.",
        )
    for name in NAMES:
        sizes = [len(batch) for batch in seen.batches(name)]
        if any(size != seen.batch_size for size in sizes[:-1]) or sizes[-1] > seen.batch_size:
            yield seen.case.finding(
                ("batch_size", sizes, seen.batch_size),
                f"gave {name} batches of {sizes[0]} frames, expected {seen.batch_size}. Pass the "
                "argument on: .batch(batch_size).",
            )
    if len(seen.batches("train")) == len(seen.frames("train")) > seen.batch_size:
        yield seen.case.finding(
            ("batch_size", 1, seen.batch_size),
            f"gave train batches of 1 frame, expected {seen.batch_size}. Pass the argument on: "
            ".batch(batch_size).",
        )


def _about_order(seen: _Seen) -> Iterator[Finding]:
    first, second = seen.frames("train"), seen.again("train")
    if second is not None and first == second:
        yield seen.case.finding(
            ("shuffle", "the same order twice", "a new order each epoch"),
            "gave the training frames in the same order in two epochs, expected a new order each "
            f"time. {_cause_of_same_order(seen, first)}",
        )
    sizes = {step: size for step, size in seen.datasets["train"]["steps"]}
    buffer = sizes.get("shuffle")
    large_enough = (len(first), len(seen.drives))  # all frames are a buffer's worth, too
    if buffer is not None and 0 <= buffer < BUFFER and buffer not in large_enough:
        yield seen.case.finding(
            ("buffer_size", buffer, BUFFER),
            f"shuffles in a buffer of {buffer}, expected {BUFFER}. A small buffer mixes only "
            f"neighbouring frames. Write .shuffle({BUFFER}) before .batch.",
        )
    for name in NAMES[1:]:
        if seen.again(name) not in (None, seen.frames(name)):
            yield seen.case.finding(
                ("shuffle", "two orders", "one order"),
                f"gave the {name} frames in two different orders, expected the same order each "
                "time. Only training gains from shuffling. Shuffle the training dataset alone.",
            )


def _cause_of_same_order(seen: _Seen, order: Sequence[int]) -> str:
    steps = seen.steps("train")
    if "shuffle" in steps and "cache" in steps[steps.index("shuffle") :]:
        return "The cache comes after the shuffle and keeps its first order. Cache first."
    if "shuffle" in steps:
        return "reshuffle_each_iteration=False freezes the order. Leave it out."
    if list(order) == sorted(order):
        return (
            "There is no shuffle in it. Each step gives a new dataset: write dataset = "
            f"dataset.shuffle({BUFFER}) after the cache, and go on with that."
        )
    return f"The paths were shuffled once, before. Add .shuffle({BUFFER}) after .cache()."


def _about_speed(seen: _Seen) -> Iterator[Finding]:
    steps = seen.steps("train")
    for name in NAMES:
        if seen.again(name) is None:
            words = _what_is_done_again(seen, name)
            yield seen.case.finding(("cache", "read again", "kept in memory"), words)
    without = [name for name in NAMES if seen.steps(name) and "prefetch" not in seen.steps(name)]
    if without:
        where = "" if len(without) == len(NAMES) else f" in {' and '.join(without)}"
        yield seen.case.finding(
            ("order", seen.steps(without[0]), list(STEPS)),
            f"has no prefetch{where}, expected it as the last step: it prepares the next batch "
            "while the network learns. Add .prefetch(tf.data.AUTOTUNE) at the end.",
        )
    if "prefetch" in steps and "batch" in steps[steps.index("prefetch") :]:
        yield seen.case.finding(
            ("order", steps, list(STEPS)),
            "prefetches single frames and makes batches afterwards, expected the other order. "
            "Call .prefetch last.",
        )


def _what_is_done_again(seen: _Seen, name: str) -> str:
    if "cache" in seen.steps(name):
        return (
            f"prepares the pictures of the {name} dataset again in the second epoch, expected them "
            "in memory. The cache keeps only what comes before it. Call .cache() after both maps."
        )
    return (
        f"read the files of the {name} dataset again in the second epoch, expected them in memory. "
        "Add .cache() after the maps."
    )


def _about_seeds(seen: _Seen) -> Iterator[Finding]:
    if not seen.other_splits:
        return
    first = [set(seen.frames(name)) for name in NAMES]
    again, *others = [[set(frames) for frames in split] for split in seen.other_splits]
    if again != first:
        yield seen.case.finding(
            ("seed", "two splits", "one split"),
            "gave another split when called again with the same seed, expected the same one. Make "
            "the generator in the function, from the seed: np.random.default_rng(seed).",
        )
    elif seen.other_sessions and all(
        [set(frames) for frames in split] != first for split in seen.other_sessions
    ):
        yield seen.case.finding(
            ("seed", "two splits", "one split"),
            "gives another split after a restart of the kernel, with the same seed, expected the "
            "same one. A set has no order of its own: what comes of it, or of hash(…), is another "
            "in each session. Sort the names before they are shuffled: names = "
            "sorted(set(drives)).",
        )
    elif all(other == first for other in others):
        yield seen.case.finding(
            ("seed", "one split", "another split for another seed"),
            "gives the same split for every seed, expected another one for another seed. Shuffle "
            "the drives with np.random.default_rng(seed) before cutting.",
        )


def _compare_datasets(seen: _Seen) -> Comparison:
    n_drives = len(set(seen.drives))
    held_out = max(1, round(n_drives / 10))
    expected = (n_drives - 2 * held_out, held_out, held_out)
    drives = [len(seen.drives_of(name)) for name in NAMES]
    frames = {frame for name in NAMES for frame in seen.frames(name)}
    steps = ", ".join(seen.steps("train"))
    first_batch = next(iter(seen.batches("train")), [])
    # What may differ without being wrong is shown beside "about", and never marked.
    rows = [
        ("drives in two datasets", str(sum(drives) - n_drives), "0"),
        ("frames in all", str(len(frames)), str(len(seen.drives))),
        ("frames in the first batch", str(len(first_batch)), str(seen.batch_size)),
        ("steps of train", steps, ", ".join(STEPS)),
    ]
    comparison = compare(f"{seen.case.name}: the split", rows)
    return Comparison(
        f"{comparison.title} (drives: {_three(drives)}; about {_three(expected)} expected)",
        comparison.got,
        comparison.expected,
    )


def _three(numbers: Sequence[int]) -> str:
    return " / ".join(str(number) for number in numbers)
