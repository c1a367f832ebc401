"""The exercise put together: its parts from the three rooms, and its hints."""

from grader.checks.exercise import Exercise, Part
from grader.exercises.raw_ops.network import judge as network
from grader.exercises.raw_ops.operations import judge as operations
from grader.exercises.raw_ops.probe import FUNCTIONS, NOTEBOOK, PROBES
from grader.exercises.raw_ops.step import judge as step

EXERCISE = Exercise(
    name="raw_ops",
    title="A U-Net in TensorFlow's own operations",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="conv2d_down",
            title="a convolution and its activation",
            points=2,
            function=FUNCTIONS["conv2d_down"],
            cases=operations.CONV2D_DOWN_CASES,
            probe=PROBES["conv2d_down"],
            judge=operations.CONV2D_DOWN.judge,
            look=operations.CONV2D_DOWN.look,
            draw_cases=operations.draw_conv2d_down,
        ),
        Part(
            name="maxpool_down",
            title="the largest of every four pixels",
            points=2,
            function=FUNCTIONS["maxpool_down"],
            cases=operations.MAXPOOL_DOWN_CASES,
            probe=PROBES["maxpool_down"],
            judge=operations.MAXPOOL_DOWN.judge,
            look=operations.MAXPOOL_DOWN.look,
            draw_cases=operations.draw_maxpool_down,
        ),
        Part(
            name="conv2d_up",
            title="a transposed convolution and its activation",
            points=3,
            function=FUNCTIONS["conv2d_up"],
            cases=operations.CONV2D_UP_CASES,
            probe=PROBES["conv2d_up"],
            judge=operations.judge_conv2d_up,
            look=operations.look_at_conv2d_up,
            draw_cases=operations.draw_conv2d_up,
        ),
        Part(
            name="maxpool_up",
            title="every pixel four times",
            points=1,
            function=FUNCTIONS["maxpool_up"],
            cases=operations.MAXPOOL_UP_CASES,
            probe=PROBES["maxpool_up"],
            judge=operations.MAXPOOL_UP.judge,
            look=operations.MAXPOOL_UP.look,
            draw_cases=operations.draw_maxpool_up,
        ),
        Part(
            name="make_weights",
            title="weights drawn within Glorot's bounds",
            points=3,
            function=FUNCTIONS["make_weights"],
            cases=network.WEIGHTS_CASES,
            probe=PROBES["make_weights"],
            judge=network.judge_weights,
            draw_cases=network.draw_weights_cases,
        ),
        Part(
            name="model",
            title="the network of these operations",
            points=3,
            function=FUNCTIONS["model"],
            cases=network.MODEL_CASES,
            probe=PROBES["model"],
            judge=network.judge_model,
            look=network.look_at_model,
            draw_cases=network.draw_model_cases,
        ),
        Part(
            name="binary_crossentropy",
            title="the loss of one class",
            points=1,
            function=FUNCTIONS["binary_crossentropy"],
            cases=step.CROSSENTROPY_CASES,
            probe=PROBES["binary_crossentropy"],
            judge=step.judge_crossentropy,
            look=step.look_at_crossentropy,
            draw_cases=step.draw_crossentropy,
        ),
        Part(
            name="road_iou",
            title="the IoU of one class",
            points=2,
            function=FUNCTIONS["road_iou"],
            cases=step.IOU_CASES,
            probe=PROBES["road_iou"],
            judge=step.judge_iou,
            look=step.look_at_iou,
            draw_cases=step.draw_iou,
        ),
        Part(
            name="train_step",
            title="one step of training, traced once",
            points=3,
            function=FUNCTIONS["train_step"],
            cases=step.STEP_CASES,
            probe=PROBES["train_step"],
            judge=step.judge_step,
            draw_cases=step.draw_step,
        ),
    ),
    hints=(
        "A layer is an operation plus the weights it is called with. Without layers nobody keeps "
        "the weights for you: they are made once, handed to the model in every call, and changed "
        "by the optimizer. The tape only sees what happens inside its `with` block.",
        "`tf.nn.conv2d`, `tf.nn.max_pool2d`, `tf.nn.conv2d_transpose` and `tf.image.resize` do "
        "the work; `conv2d_transpose` wants the whole output shape, whose first entry is known "
        "only from `tf.shape(inputs)`. Keep a list of skips on the way down and take it from its "
        "end on the way up. One random generator, made before the loop, gives all kernels.",
        "`rows, columns = tf.shape(inputs)[1], tf.shape(inputs)[2]` and a list of four numbers "
        "make `output_shape`. `kernels = iter(weights)` and `next(kernels)` hand out the kernels "
        "in order. `fan_in` is `shape[0] * shape[1] * shape[2]`, `fan_out` the same with "
        "`shape[3]`. In `train_step`: predictions and loss inside the `with` block; behind it "
        "`tape.gradient(loss, weights)` and `optimizer.apply_gradients(zip(gradients, weights))`.",
    ),
)
