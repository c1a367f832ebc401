"""Exercise 5 put together: its parts from the four rooms, and its hints."""

from grader.checks.exercise import Drawing, Exercise, Part
from grader.exercises.training.dataset import judge as dataset
from grader.exercises.training.files import judge as files
from grader.exercises.training.probe import FUNCTIONS, NOTEBOOK, PROBES
from grader.exercises.training.train import judge as train
from grader.exercises.training.weights import judge as weights
from grader.exercises.training.weights.probe import frames, keep_frames

EXERCISE = Exercise(
    name="training",
    title="Data, training and masks",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="process_path",
            title="one frame read from its two files",
            points=2,
            function=FUNCTIONS["process_path"],
            cases=files.FILE_CASES,
            probe=PROBES["process_path"],
            judge=files.judge_file,
            draw_cases=files.draw_file_cases,
        ),
        Part(
            name="preprocess",
            title="image and mask at the size of the network",
            points=2,
            function=FUNCTIONS["preprocess"],
            cases=files.RESIZE_CASES,
            probe=PROBES["preprocess"],
            judge=files.judge_resize,
            draw_cases=files.draw_resize_cases,
        ),
        Part(
            name="make_dataset",
            title="three datasets that share no drive",
            points=4,
            function=FUNCTIONS["make_dataset"],
            cases=dataset.DATASET_CASES,
            probe=PROBES["make_dataset"],
            judge=dataset.judge_dataset,
            draw_cases=dataset.draw_dataset_cases,
        ),
        Part(
            name="train",
            title="training that keeps the best weights and can be resumed",
            points=4,
            function=FUNCTIONS["train"],
            cases=train.TRAIN_CASES,
            probe=PROBES["train"],
            judge=train.judge_train,
            draw_cases=train.draw_train_cases,
        ),
        Part(
            name="create_mask",
            title="class ids out of logits",
            points=2,
            function=FUNCTIONS["create_mask"],
            cases=files.MASK_CASES,
            probe=PROBES["create_mask"],
            judge=files.judge_mask,
            draw_cases=files.draw_mask_cases,
        ),
        Part(
            name="weights",
            title="what the network reaches on streets nobody trained on",
            points=weights.POINTS,
            function=FUNCTIONS["weights"],
            cases=weights.WEIGHTS_CASES,
            probe=PROBES["weights"],
            judge=weights.judge_weights,
            draw_cases=weights.draw_weights_cases,
            opens=weights.open_network,
            drawing=Drawing(lambda case: frames(**case.arguments), keep_frames),
        ),
    ),
    hints=(
        "A mask holds names, not brightness: it is never scaled and never interpolated. Frames of "
        "one drive are nearly the same picture, so a whole drive goes to one dataset. And a "
        "folder that holds the history and the last weights is all a second call needs to go on.",
        "Decode both files with 3 channels; the image gets `convert_image_dtype`, the mask the "
        "maximum over its channels. Shuffle the distinct drive names with a generator made from "
        "the seed, cut that list at 80 % and 90 %, then pick the frames. The steps of a dataset "
        "come in the order cache, shuffle, batch, prefetch. In `train`, load history and weights "
        "first, and save both after each epoch.",
        "Drives: `names = sorted(set(drives))`, then "
        "`np.random.default_rng(seed).shuffle(names)`. Each dataset starts with "
        "`tf.data.Dataset.from_tensor_slices((images, masks)).map(process_path).map(preprocess)`. "
        "For `train`: `done = len(history)`; `fit(…, initial_epoch=done, epochs=done + 1)` trains "
        "one epoch; `result.history` holds its row; save weights when `val_loss` is the lowest so "
        "far; stop when the lowest is several rows ago; load the best file at the end. "
        "`create_mask` is an argmax over the last axis, a new axis, and `[0]`.",
    ),
)
