"""The probes and judges of exercise 5, and what its reference answers promise beyond them."""

import copy
import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from grader.checks.exercise import Case, Evidence, Part
from grader.exercises.training.dataset import judge as dataset
from grader.exercises.training.dataset import probe as dataset_probe
from grader.exercises.training.files import probe as files
from grader.exercises.training.judge import EXERCISE
from grader.exercises.training.train import judge as train_judge
from grader.exercises.training.train import probe as train

pytestmark = [
    # Keras says so of every dataset that is given to fit.
    pytest.mark.filterwarnings("ignore:`shuffle=True` was passed:UserWarning"),
    # Keras reads its variables as NumPy 1 did.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

REFERENCE = Path(__file__).parents[1] / "submissions" / "training" / "right" / "reference.py"


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return runpy.run_path(str(REFERENCE))


@pytest.fixture(scope="module")
def split(reference: dict[str, Any]) -> Evidence:
    """Evidence of the reference's make_dataset on the first visible case."""
    part = EXERCISE.part("make_dataset")
    return part.probe(reference["make_dataset"], part.cases[0])


def _messages(part: Part, case: Case, evidence: Evidence) -> list[str]:
    return [finding.message for finding in part.judge(case, evidence).findings]


def test_exercise_has_twenty_points() -> None:
    assert EXERCISE.max_score == 20
    assert [part.points for part in EXERCISE.parts] == [2, 2, 4, 4, 2, 6]


def test_evidence_of_every_function_is_strict_json_of_bounded_size(
    reference: dict[str, Any],
) -> None:
    for part in EXERCISE.parts[:-1]:
        for case in part.cases:
            evidence = part.probe(reference[part.function], case)
            text = json.dumps(evidence, allow_nan=False)
            assert json.loads(text) == evidence
            assert len(text) < 20_000


# make_dataset


def test_reference_split_passes(split: Evidence) -> None:
    part = EXERCISE.part("make_dataset")
    assert _messages(part, part.cases[0], split) == []


def test_split_passes_when_the_steps_of_a_pipeline_cannot_be_read(split: Evidence) -> None:
    """They are private attributes of TensorFlow and may go away."""
    blind = copy.deepcopy(split)
    for name in dataset.NAMES:
        blind["datasets"][name]["steps"] = []
    part = EXERCISE.part("make_dataset")
    assert _messages(part, part.cases[0], blind) == []


def test_empty_validation_dataset_is_found(split: Evidence) -> None:
    empty = copy.deepcopy(split)
    moved = empty["datasets"]["validation"]
    train_part = empty["datasets"]["train"]
    for epoch in (0, 1):
        train_part["epochs"][epoch][-1:] = [
            train_part["epochs"][epoch][-1] + moved["epochs"][epoch][0]
        ]
        moved["epochs"][epoch] = []
    train_part["images"] += moved["images"]
    moved["images"] = []
    part = EXERCISE.part("make_dataset")
    (message,) = _messages(part, part.cases[0], empty)
    assert "gave 9, 0 and 1 drives" in message


def test_frames_are_recognised_after_loading(reference: dict[str, Any], split: Evidence) -> None:
    seen = [
        frame
        for name in dataset.NAMES
        for batch in split["datasets"][name]["epochs"][0]
        for frame in batch
    ]
    assert sorted(seen) == list(range(90))


def test_drawn_recordings_stay_below_the_grey_levels_of_a_pixel() -> None:
    """Frame i is recognised by the grey level i + 1, so there is room for 255 frames."""
    for seed in range(50):
        for case in dataset.draw_dataset_cases(np.random.default_rng(seed)):
            assert len(case.arguments["drives"]) <= 255


def _with_helper(source: str) -> Any:
    """The reference's make_dataset, beside a helper of this source."""
    answers = runpy.run_path(str(REFERENCE))
    names = answers["make_dataset"].__globals__
    exec(source, names)
    return answers["make_dataset"]


HELPERS = {
    "untouched": "def process_path(image_path, mask_path):\n    raise NotImplementedError()",
    "raises": "def preprocess(image, mask):\n    return tf.image.resize(image, 'no size'), mask",
    "nearly black": (
        "def preprocess(image, mask):\n"
        "    return tuple(tf.image.resize(x, (96, 128), 'nearest') for x in (image / 255, mask))"
    ),
    "no resize": "def preprocess(image, mask):\n    return image, mask",
    "no pair": "def process_path(image_path, mask_path):\n    return image_path",
}


@pytest.mark.parametrize("source", HELPERS.values(), ids=HELPERS.keys())
def test_a_mistake_in_a_helper_costs_no_points_here(source: str) -> None:
    function = _with_helper(source)
    names = dict(function.__globals__)
    part = EXERCISE.part("make_dataset")
    assert _messages(part, part.cases[1], part.probe(function, part.cases[1])) == []
    assert names == function.__globals__, "the student's helpers come back"


def test_helpers_with_other_arguments_are_left_in() -> None:
    """They fail their own checks, but make_dataset agrees with them."""
    source = REFERENCE.read_text(encoding="utf-8")
    source = source.replace("def preprocess(image, mask):", "def preprocess(image, mask, size):")
    source = source.replace(".map(preprocess", ".map(lambda i, m: preprocess(i, m, (96, 128))")
    names: dict[str, Any] = {}
    exec(source, names)
    part = EXERCISE.part("make_dataset")
    evidence = part.probe(names["make_dataset"], part.cases[0])
    assert _messages(part, part.cases[0], evidence) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise NotImplementedError()", "is not attempted yet"),
        ("return tf.io.decode_png(image_path[0]) + mask_path", "raised ValueError"),
    ],
    ids=["untouched", "raises"],
)
def test_a_helper_that_cannot_be_replaced_and_raises_is_named(body: str, reason: str) -> None:
    function = _with_helper(
        f"def process_path(image_path, mask_path):\n    {body}\n"
        "def dataset(images, masks, drives, batch_size=32, seed=1, read=process_path):\n"
        "    return tf.data.Dataset.from_tensor_slices((images, masks)).map(read)\n"
    ).__globals__["dataset"]
    part = EXERCISE.part("make_dataset")
    (message,) = _messages(part, part.cases[0], part.probe(function, part.cases[0]))
    assert f"called process_path, which {reason}, expected it to give image and mask." in message


# process_path and preprocess


def test_files_are_written_as_the_recordings_are(tmp_path: Path) -> None:
    from PIL import Image

    files.write_mask(tmp_path / "mask.png", np.array([[7, 13]], np.uint8))
    pixels = np.asarray(Image.open(tmp_path / "mask.png"))
    assert pixels.tolist() == [[[7, 0, 0, 255], [13, 0, 0, 255]]]


def test_one_wrong_pixel_of_a_mask_is_found(reference: dict[str, Any]) -> None:
    part = EXERCISE.part("process_path")
    evidence = part.probe(reference["process_path"], part.cases[0])
    evidence["mask"]["values"][1][2][0] = 5.0
    (message,) = _messages(part, part.cases[0], evidence)
    assert "gave a mask with the ids 1, 5, 7, 13, 22, expected 1, 4, 7, 13, 22." in message


def test_legacy_nearest_neighbour_is_accepted() -> None:
    """Rounding conventions differ at the borders of a pixel; the cases do not depend on them."""
    part = EXERCISE.part("preprocess")

    def upper_left(image: Any, mask: Any) -> tuple[Any, Any]:
        height, width = tf.unstack(tf.shape(image)[:2])
        rows, columns = tf.range(96) * height // 96, tf.range(128) * width // 128
        image, mask = (
            tf.gather(tf.gather(picture, rows), columns, axis=1) for picture in (image, mask)
        )
        return image, mask

    for case in part.cases:
        assert _messages(part, case, part.probe(upper_left, case)) == []


# train


def test_the_weight_tells_the_epoch() -> None:
    """The probe's premise: two steps an epoch, each adding exactly 1."""
    model = train._model()
    history = model.fit(*train._datasets(6.5)[:1], epochs=3, verbose=0)
    assert train._weight(model) == 6.0
    assert history.history["loss"] == [99.0, 97.0, 95.0]  # of its last step


def test_the_probe_interrupts_in_the_middle_of_an_epoch() -> None:
    model = train._model(last_step=5)
    with pytest.raises(KeyboardInterrupt):
        model.fit(*train._datasets(4.5)[:1], epochs=3, verbose=0)
    assert train._weight(model) == 5.0


def test_the_probe_leaves_the_working_folder_as_it_was(
    reference: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    train.probe_train(reference["train"], train_judge.TRAIN_CASES[0])
    assert Path.cwd() == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_of_best_weights_is_found(reference: dict[str, Any]) -> None:
    part, case = EXERCISE.part("train"), train_judge.TRAIN_CASES[0]
    evidence = part.probe(reference["train"], case) | {"best_file": "unreadable"}
    (message,) = _messages(part, case, evidence)
    assert "best.weights.h5 cannot be read as this model's weights, expected those of" in message


def test_history_without_validation_values_is_found(reference: dict[str, Any]) -> None:
    """CSVLogger writes NA into val_loss when nothing was validated."""

    def blank(*arguments: Any) -> Any:
        return reference["train"](*arguments).assign(val_loss=np.nan, val_mse=np.nan)

    part, case = EXERCISE.part("train"), train_judge.TRAIN_CASES[0]
    (message,) = _messages(part, case, part.probe(blank, case))
    assert "the history has no val_loss, expected it beside loss." in message


@pytest.fixture(scope="module")
def training(reference: dict[str, Any]) -> Evidence:
    """Evidence of the reference's train on the first visible case."""
    return train.probe_train(reference["train"], train_judge.TRAIN_CASES[0])


def _numbered(training: Evidence, index: list[Any], epoch: list[Any]) -> Evidence:
    return training | {"history": training["history"] | {"index": index, "epoch": epoch}}


FROM_0, FROM_1, ODD = [0.0, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("index", "epoch"),
    [(FROM_0, []), (FROM_1, []), (FROM_1, FROM_0), (FROM_0, FROM_1), (FROM_0, ODD), (ODD, FROM_0)],
    ids=["0", "1", "index 1, column 0", "index 0, column 1", "index alone", "column alone"],
)
def test_epochs_count_from_0_or_1_in_index_or_column(
    training: Evidence, index: list[Any], epoch: list[Any]
) -> None:
    part, case = EXERCISE.part("train"), train_judge.TRAIN_CASES[0]
    assert _messages(part, case, _numbered(training, index, epoch)) == []


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (ODD, "0, 0, 1, 1"),
        ([0.0, 1.0, 3.0, 4.0], "0, 1, 3, 4"),
        (["one", "two", "three", "four"], "one, two, three, four"),
    ],
    ids=["doubled", "missing", "words"],
)
def test_odd_numbers_of_epochs_are_found(training: Evidence, index: list[Any], said: str) -> None:
    part, case = EXERCISE.part("train"), train_judge.TRAIN_CASES[0]
    (message,) = _messages(part, case, _numbered(training, index, []))
    assert f"the rows are numbered {said}, expected 0, 1, 2, 3 or 1, 2, 3, 4:" in message


def test_a_fault_of_the_training_comes_before_odd_numbers(training: Evidence) -> None:
    part, case = EXERCISE.part("train"), train_judge.TRAIN_CASES[0]
    (message,) = _messages(part, case, _numbered(training | {"best_file": None}, ODD, []))
    assert "the best weights are nowhere" in message


def test_an_index_of_any_kind_is_recorded(reference: dict[str, Any]) -> None:
    def named(*arguments: Any) -> Any:
        return reference["train"](*arguments).set_axis([("a", 1), "two", None, np.nan])

    evidence = train.probe_train(named, train_judge.TRAIN_CASES[0])
    assert evidence["history"]["index"] == ["('a', 1)", "two", "None", "nan"]


def test_finished_training_called_again_returns_its_history(
    reference: dict[str, Any], tmp_path: Path
) -> None:
    first = reference["train"](train._model(), *train._datasets(4.5), 3, tmp_path)
    model = train._model()
    again = reference["train"](model, *train._datasets(4.5), 3, tmp_path)
    assert model.steps_done == 0
    assert train._weight(model) == 4.0
    assert again.to_dict() == first.to_dict()


def test_training_that_stopped_early_does_not_go_on_when_called_again(
    reference: dict[str, Any], tmp_path: Path
) -> None:
    first = reference["train"](train._model(), *train._datasets(4.5), 40, tmp_path)
    model = train._model()
    again = reference["train"](model, *train._datasets(4.5), 40, tmp_path)
    assert (len(first), len(again), model.steps_done) == (7, 7, 0)


def test_more_epochs_go_on_from_the_last_weights_not_the_best(
    reference: dict[str, Any], tmp_path: Path
) -> None:
    reference["train"](train._model(), *train._datasets(4.5), 3, tmp_path)
    history = reference["train"](train._model(), *train._datasets(4.5), 4, tmp_path)
    assert history["val_loss"].tolist() == [2.5, 0.5, 1.5, 3.5]


def test_the_state_of_adam_survives_an_interruption(
    reference: dict[str, Any], tmp_path: Path
) -> None:
    """load_weights skips the optimizer's state, with a warning, unless it was built before."""
    import keras

    def adam(model: Any) -> Any:
        model.compile(keras.optimizers.Adam(), run_eagerly=True)
        return model

    reference["train"](adam(train._model()), *train._datasets(90.0), 2, tmp_path)
    model = adam(train._model())
    reference["train"](model, *train._datasets(90.0), 3, tmp_path)
    assert int(model.optimizer.iterations) == 3 * train.STEPS_PER_EPOCH


@pytest.mark.parametrize("n_names", [2, 3, 10, 19])
def test_in_another_session_a_set_has_each_name_elsewhere(n_names: int) -> None:
    """Else a split by a set would be right by chance, one time in some hundred."""
    for trial in range(50):
        names = [f"drive {trial}-{number}" for number in range(n_names)]
        for rename in (dataset_probe._Salted, lambda name, number: name + number * "_"):
            moved = dataset_probe.moved_in_sets(names, rename)
            before = [names.index(name) for name in set(names)]
            after = [moved.index(name) for name in set(moved)]
            assert sorted(after) == sorted(before)
            assert not any(map(int.__eq__, before, after))
