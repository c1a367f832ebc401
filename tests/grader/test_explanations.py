"""Errors in a beginner's words: what is said of mistakes in Python, Keras and TensorFlow.

Those of mistakes.txt are made here, with the versions that are installed, so that other words of a
library are noticed. Messages of other versions and processors stand here as these wrote them.
"""

import inspect
import linecache
from pathlib import Path
from typing import Any

import pytest

from grader.checks.probing import describe_error
from grader.judging.evidence import Raised
from grader.judging.explanations import explain, sentence
from grader.judging.explanations.vocabulary import (
    ARGUMENTS,
    COURSE_FUNCTIONS,
    FIRST_VERSION,
    IDENTIFIERS,
    MODULES,
    RENAMED,
    layer_class,
    nearest,
    nearest_argument,
)
from grader.notebook.loading import load_functions

MISTAKES = Path(__file__).parent / "mistakes.txt"
SOLUTIONS = Path(__file__).parents[2] / "solutions"

SETTING = """
import keras
import numpy as np
import tensorflow as tf
from keras.layers import *

inputs = keras.Input((8, 8, 3))
full = Conv2D(4, 3, padding="same")(inputs)
half = MaxPooling2D(2)(full)
pair = half, full
image = tf.zeros((8, 8, 3))
mask = tf.zeros((1, 8, 8, 1), tf.uint8)
logits = tf.zeros((1, 8, 8, 3))
nothing = None

def conv_block(inputs, n_filters=4):
    conv = Conv2D(n_filters, 3)(inputs)
    return MaxPooling2D(2)(conv), conv

def upsampling_block(expansive_input, contractive_input):
    up = Conv2DTranspose(4, 3, strides=2, padding="same")(expansive_input)
    return concatenate([up, contractive_input], axis=3)

def forgets_return(inputs):
    Conv2D(4, 3)(inputs)

def compiled(**settings):
    model = keras.Sequential([keras.Input((8, 8, 3)), Conv2D(3, 1)])
    model.compile(**settings)
    return model
"""


def explanation_of(code: str) -> str:
    """What is said of the error of a line of a student's."""
    raised = raised_by(code)
    return explain(raised.type, raised.message, raised.lines) or "nothing"


def raised_by(code: str) -> Raised:
    """The error of a line of a student's, as a probe writes it down."""
    source = f"{SETTING}\n{code}\n"
    linecache.cache["<student>"] = (len(source), None, source.splitlines(True), "<student>")
    try:
        exec(compile(source, "<student>", "exec"), {})
    except Exception as error:
        assert error.__traceback__ is not None
        hers = error.with_traceback(error.__traceback__.tb_next)  # without the line of this test
        return Raised.from_json(describe_error(hers))
    raise AssertionError(f"{code} raises nothing")


def mistakes() -> list[tuple[str, str]]:
    """Code and what is said of it, out of mistakes.txt; the words are the indented lines."""
    blocks = MISTAKES.read_text(encoding="utf-8").split("\n\n")
    pairs = [block.strip().partition("\n    ") for block in blocks if "\n    " in block]
    return [(code, " ".join(words.split())) for code, _, words in pairs]


@pytest.mark.parametrize(("code", "explanation"), mistakes())
def test_a_mistake_is_explained(code: str, explanation: str) -> None:
    assert explanation == explanation_of(code)


CHANNELS_OF_OUTPUT_SHAPE = (
    "output_shape asks for another number of channels than the filters give. Expected: the filters "
    "have the shape (height, width, channels out, channels in), and output_shape ends in the "
    "channels out. Take its last entry from the third of the filters' shape."
)
CHANNELS_OF_FILTERS = (
    "the tensor has another number of channels than the filters were made for. Expected: the "
    "filters have the shape (height, width, channels in, channels out), and the tensor has the "
    "channels in. Print both shapes."
)


@pytest.mark.parametrize(
    ("message", "explanation"),
    [
        (
            "name 'Conv2D' is not defined",
            "the name Conv2D is not known, expected an import of it or its full name. Write "
            "keras.layers.Conv2D.",
        ),
        (
            "name 'tf' is not defined. Did you mean: 'f'?",
            "the name tf is not known, expected an import of it. Write `import tensorflow as tf` "
            "in a cell above and run it.",
        ),
        (
            "cannot access local variable 'skip' where it is not associated with a value",
            "the variable skip has no value when it is used, expected one in every call. Either "
            "the line that sets it stands behind an if or in a loop that was not entered, or it "
            "comes later in the function. Set skip before that.",
        ),
        (
            "cannot access local variable 'pool' where it is not associated with a value. It is "
            "set by `pool = MaxPooling2D(2)(conv)`, if max_pooling:",
            "the variable pool has no value when it is used, expected one in every call. It is set "
            "inside of `if max_pooling:` alone, by `pool = MaxPooling2D(2)(conv)`; where that is "
            "not true, it has no value. Without that layer it is the tensor itself: add `else: "
            "pool = conv`.",
        ),
        (
            "cannot access local variable 'x' where it is not associated with a value. It is set "
            "by `x = 1` and `x = 2`, if rate > 0:",
            "the variable x has no value when it is used, expected one in every call. It is set "
            "inside of `if rate > 0:` alone, by `x = 1` and `x = 2`; where that is not true, it "
            "has no value. Set x in an else as well, or before the if.",
        ),
        (
            "cannot access local variable 'last' where it is not associated with a value. It is "
            "set by `last = n`, for n in numbers:",
            "the variable last has no value when it is used, expected one in every call. It is set "
            "inside of the loop `for n in numbers:` alone, by `last = n`; where the loop has no "
            "round, last has no value. Give last a value before the loop.",
        ),
        (
            "cannot access local variable 'total' where it is not associated with a value. It is "
            "set by `total += 1`, itself",
            "the variable total has no value when it is used, expected one in every call. `total "
            "+= 1` asks for the old total to make the new one, and there is none. Give total its "
            "first value in a line before, or take the name that you meant.",
        ),
        (
            "Value for attr 'Tlabels' of uint8 is not in the list of allowed values: int32, int64",
            "the labels are uint8, expected int32 or int64. Masks are read as small whole "
            "numbers, which this function does not take. Write tf.cast(labels, tf.int32).",
        ),
        (
            "Cannot squeeze axis=2, because the dimension is not 1.",
            "squeeze got an axis that holds more than one number, expected one that holds one. In "
            "masks of shape (batch, height, width, 1) that is the last one. Pass axis=-1.",
        ),
        (
            "{{function_node __wrapped__Squeeze_device_/job:localhost}} Can not squeeze dim[2], "
            "expected a dimension of 1, got 4 [Op:Squeeze]",
            "squeeze got axis 2, which holds 4 numbers, expected an axis that holds one. In masks "
            "of shape (batch, height, width, 1) that is the last one. Pass axis=-1.",
        ),
        # Four words for two errors: eager and traced, with oneDNN's kernels and without them.
        (
            "{{function_node __wrapped__Conv2DBackpropInput_device_/job:localhost}} "
            "Conv2DCustomBackpropInput: input depth must be evenly divisible by filter depth "
            "[Op:Conv2DBackpropInput]",
            CHANNELS_OF_OUTPUT_SHAPE,
        ),
        (
            "{{function_node __wrapped____MklNativeConv2DBackpropInput_device_/job:localhost}} "
            "input depth must be evenly divisible by filter depth: 3 vs 2 "
            "[Op:Conv2DBackpropInput]",
            CHANNELS_OF_OUTPUT_SHAPE,
        ),
        (
            "{{function_node __wrapped__Conv2D_device_/job:localhost}} input depth must be evenly "
            "divisible by filter depth: 3 vs 2 [Op:Conv2D] name: ",
            CHANNELS_OF_FILTERS,
        ),
        (
            "Depth of input (3) is not a multiple of input depth of filter (2) for '{{node Conv2D}}"
            " = Conv2D[T=DT_FLOAT](zeros, zeros_1)' with input shapes: [1,4,4,3], [3,3,2,5].",
            CHANNELS_OF_FILTERS,
        ),
        (
            "{{function_node __wrapped__LogicalAnd_device_/job:localhost}} Incompatible "
            "shapes: [64] vs. [192] [Op:LogicalAnd] name: ",
            "a metric that compares class ids got 192 numbers for 64 pixels, expected one id "
            "for each: it got the logits. Pass sparse_y_pred=False to keras.metrics.MeanIoU, "
            "and num_classes=model.output_shape[-1].",
        ),
        (
            "{{function_node __wrapped__Pack_N_2_device_/job:localhost}} Shapes of all inputs"
            " must match: values[0].shape = [64] != values[1].shape = [192] [Op:Pack] name: "
            "stack",
            "a metric that compares class ids got 192 numbers for 64 pixels, expected one id "
            "for each: it got the logits. Pass sparse_y_pred=False to keras.metrics.MeanIoU, "
            "and num_classes=model.output_shape[-1].",
        ),
        (
            "{{function_node __wrapped__ScatterNd_device_/job:localhost}} indices[63] = [2, "
            "0] does not index into shape [2,2] [Op:ScatterNd]",
            "a table for 2 classes got the class 2, expected 0 to 1. Pass "
            "num_classes=model.output_shape[-1].",
        ),
        (
            "{{function_node "
            "__wrapped____MklNativeConv2DBackpropInput_device_/job:localhost}} Operation "
            "received an exception:Status: 2, message: could not create a primitive "
            "[Op:Conv2DBackpropInput]",
            "tf.nn.conv2d_transpose got an output_shape that does not belong to its tensor and "
            "filters, expected (batch, strides × height, strides × width, channels out). Take the "
            "first three from tf.shape(x), the batch too, and the last from the filters, (height, "
            "width, channels out, channels in): kernel.shape[2]. Filters in this order need no "
            "tf.transpose.",
        ),
        (
            "{{function_node __wrapped__Conv2DBackpropInput_device_/job:localhost}} "
            "Conv2DCustomBackpropInput: filter and out_backprop must have the same out_depth "
            "[Op:Conv2DBackpropInput]",
            "tf.nn.conv2d_transpose got an output_shape that does not belong to its tensor and "
            "filters, expected (batch, strides × height, strides × width, channels out). Take the "
            "first three from tf.shape(x), the batch too, and the last from the filters, (height, "
            "width, channels out, channels in): kernel.shape[2]. Filters in this order need no "
            "tf.transpose.",
        ),
        (
            'Input 0 of layer "conv2d_14" is incompatible with the layer: expected '
            "min_ndim=4, found ndim=3. Full shape received: (None, 8, 8)",
            "Conv2D got a tensor of shape (None, 8, 8), expected 4 axes: batch, height, "
            "width, channels. The channels are missing. Write keras.Input((height, width, "
            "3)).",
        ),
        (
            "`inputs` not connected to `outputs`",
            "the outputs of the model are not computed from its inputs, expected one network "
            "from the one to the other. It happens when the two are exchanged, when Input is "
            "called a second time, or when a block works on another tensor than it was given. "
            "Give keras.Model the Input that the first layer is called on, then the last tensor.",
        ),
        (
            "Cannot convert '(3, 3, 3, 16.0)' to a shape. Found invalid entry '16.0' of type "
            "'<class 'float'>'. ",
            "a size or a number of filters is 16.0, a number with a point, expected a whole "
            "one. Division by / always gives a point, by // a whole number. Write // in its "
            "place.",
        ),
        (
            "URL fetch failure on https://host/mobilenet_v2.h5: None -- [Errno -3] Temporary "
            "failure in name resolution",
            "ready-made weights were to be fetched from the network, which failed; a check "
            "passes weights=None, expected no fetching then. Hand the argument on: "
            "weights=weights.",
        ),
        (
            "dtype='string' is not a valid dtype for Keras type promotion.",
            "the weights of losses are no numbers, expected numbers. The third argument of "
            "compile is loss_weights, and the metrics stand there. Give them their name: "
            "metrics=[…].",
        ),
        (
            "Input 'y' of 'Mul' Op has type float32 that does not match type uint8 of "
            "argument 'x'.",
            "tensors of types float32 and uint8 met, expected one type: TensorFlow does not "
            "convert by itself. Write tf.cast(x, tf.float32) around the one of type uint8.",
        ),
        (
            "'(' was never closed (<cell>, line 3)",
            "the bracket ( was opened and not closed, expected one that closes it. Count the "
            "brackets from that line on.",
        ),
        (
            "unmatched ')' (<cell>, line 3)",
            "the bracket ) closes nothing, expected an open one before it. Count the brackets"
            " of that line and of the one before.",
        ),
        (
            "closing parenthesis ')' does not match opening parenthesis '[' (<cell>, line 3)",
            ") closes what [ opened, expected ] there. Write ], or close the inner bracket first.",
        ),
        (
            "non-default argument follows default argument (<cell>, line 3)",
            "in the def line a name without = stands behind one with =, expected those without "
            "first. Write the def line as the exercise has it.",
        ),
        (
            "expected ':' (<cell>, line 3)",
            "a colon is missing, expected one at the end of def, if, for and with. Write it.",
        ),
        (
            "invalid syntax. Perhaps you forgot a comma? (<cell>, line 3)",
            "two things stand beside each other with nothing between them, expected a comma "
            "or an operator there. Look for the missing one, in that line or the one before.",
        ),
        (
            "unterminated string literal (detected at line 1) (<cell>, line 1)",
            "a text was begun and not closed, expected a quotation mark at its end. Write it.",
        ),
        (
            "expected an indented block after function definition on line 1 (<cell>, line 2)",
            "the line after a colon is not indented, expected four spaces more than the line "
            "before. Indent it.",
        ),
        (
            "unexpected indent (<cell>, line 3)",
            "that line is indented otherwise than its neighbours, expected the same for all "
            "lines of a block. Put as many spaces before it as before the line above.",
        ),
        (
            "'return' outside function (<cell>, line 1)",
            "return stands outside of a function, expected inside. Indent it as far as the "
            "lines of the function.",
        ),
        (
            "invalid syntax. Maybe you meant '==' or ':=' instead of '='? (<cell>, line 1)",
            "one = stands where two are expected: = gives a value, == compares. Write ==.",
        ),
    ],
)
def test_well_known_errors_are_explained(message: str, explanation: str) -> None:
    assert explanation == explain("Error", message)


def test_an_unknown_error_starts_with_its_point() -> None:
    message = (
        "Exception encountered when calling Conv2D.call().\n\n"
        "\x1b[1mNegative dimension size.\x1b[0m\n\n"
        "Arguments received by Conv2D.call():\n  • inputs=<KerasTensor>"
    )
    assert sentence("f()", "ValueError", message) == (
        "f() raised ValueError: Negative dimension size. Expected: a call without an error. Run "
        "the call in a cell of its own to see where it happens."
    )
    assert explain("ValueError", message) == sentence("f()", "", message).split(": ", 1)[1]


def test_shapes_are_told_in_place_of_the_advice_to_print_them() -> None:
    message = "Incompatible shapes: [1,2,3,4] vs. [5,6,7,8]"
    shapes = {"a": "(1, 2, 3, 4)", "b": "(5, 6, 7, 8)"}
    assert sentence("f()", "ValueError", message, ["a + b"], shapes) == (
        "f() raised ValueError in the line `a + b`: arrays of shapes (1, 2, 3, 4) and (5, 6, 7, 8) "
        "met in an operation that goes number by number, expected equal lengths, or 1, counted "
        "from the last axis. On that line a has the shape (1, 2, 3, 4), b (5, 6, 7, 8). "
        "Look which of them is another than you meant."
    )
    assert sentence("f()", "ValueError", "Odd.", ["g(a)"], {"a": "(2, 3)"}).endswith(
        "On that line a has the shape (2, 3). Look which of them is another than you meant."
    )


def test_an_unknown_error_without_such_words_stays_unexplained() -> None:
    assert explain("ValueError", "Something else.") is None


def test_the_point_of_a_traced_function_is_in_its_last_line() -> None:
    message = (
        'in user code:\n\n    File "cell.py", line 3, in f  *\n        return loss.numpy()\n'
        "\n    AttributeError: 'SymbolicTensor' object has no attribute 'numpy'\n"
    )
    assert (explain("AttributeError", message) or "").startswith(".numpy() was called on a tensor")


def test_an_unknown_error_of_a_traced_function_starts_with_its_point() -> None:
    message = (
        'in user code:\n\n    File "cell.py", line 3, in f\n        g()\n\n    ValueError: No.\n'
    )
    assert sentence("f()", "ValueError", message) == (
        "f() raised ValueError: No. Expected: a call without an error. Run the call in a cell of "
        "its own to see where it happens."
    )


def test_the_point_of_a_running_graph_comes_after_the_way_to_it() -> None:
    message = (
        "Graph execution error:\n\nDetected at node loss defined at (most recent call last):\n"
        '  File "cell.py", line 3, in <module>\n\nOdd numbers.\n\t [[{{node loss}}]] [Op:x]'
    )
    assert (explain("Error", message) or "").startswith("Odd numbers. Expected:")


def test_a_long_unknown_message_is_cut() -> None:
    assert len(sentence("f()", "ValueError", "x" * 6000)) < 500


def test_a_pair_is_named_where_the_student_passed_it_on() -> None:
    """The line that raised is right, in a block of her own; what is wrong is how it was called."""
    code = "c1 = conv_block(inputs)\nc2 = conv_block(c1, 4)"
    raised_in = ("c2 = conv_block(c1, 4)", "conv = Conv2D(n_filters, 3)(inputs)")
    assert raised_by(code).lines == raised_in
    assert explanation_of(code).endswith("Pass c1[0] in the line `c2 = conv_block(c1, 4)`.")


def test_of_an_unknown_function_nobody_knows_what_was_passed_on() -> None:
    code = "def other(first):\n    return Conv2D(4, 3)(first)\nx = other(pair)"
    assert explanation_of(code).endswith("Pass its first element, as in c1[0].")


def test_a_call_in_several_lines_is_read_as_one() -> None:
    code = "x = Conv2D(\n    filters=4,\n    kernel=3,\n)(inputs)"
    assert raised_by(code).lines == ("x = Conv2D(filters=4, kernel=3,)(inputs)",)
    assert explanation_of(code).endswith("Write kernel_size= in place of kernel=.")


def test_an_error_inside_a_library_is_not_taken_for_one_of_the_line() -> None:
    assert explain("IndexError", "tuple index out of range", ["x = layer(tensor)"]) is None
    assert (
        explain("TypeError", "unsupported operand type(s) for %: 'str' and 'int'", ["f()"]) is None
    )


# --- the vocabulary, compared with what is installed ----------------------------------------------


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_words_in_quotes_are_those_that_keras_knows(kind: str) -> None:
    import keras

    module = {"activation function": "activations"}.get(kind, f"{kind}s")
    get = getattr(keras, {"losss": "losses"}.get(module, module)).get
    unknown = [name for name in IDENTIFIERS[kind] if name != "accuracy" and get(name) is None]
    assert unknown == []


def find(name: str) -> Any:
    """What a full name such as tensorflow.math.log stands for."""
    import keras
    import numpy as np
    import tensorflow as tf

    first, *rest = name.split(".")
    found: Any = {"keras": keras, "tensorflow": tf, "tf": tf, "numpy": np, "np": np}[first]
    for part in rest:
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_modules_have_the_names_that_are_recommended(module: str) -> None:
    assert [name for name in MODULES[module] if not hasattr(find(module), name)] == []


def test_names_of_other_versions_are_not_there_and_their_substitutes_are() -> None:
    substitutes = [name.partition("(")[0] for name in RENAMED.values()]
    substitutes = [name for name in substitutes if name.startswith(("keras.", "tf.", "np."))]
    assert all(find(name) is not None for name in substitutes)
    assert [name for name in FIRST_VERSION if hasattr(find("tensorflow"), name)] == []


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments_are_those_of_keras_and_tensorflow(name: str) -> None:
    places = ("keras", "keras.layers", "keras.losses", "keras.metrics", "keras.optimizers")
    more = ("keras.callbacks", "keras.applications", "keras.Model", "tf", "tf.image", "tf.nn", "np")
    owners = [find(place.replace("np", "numpy")) for place in (*places, *more)]
    signatures = [
        inspect.signature(getattr(owner, name)).parameters
        for owner in owners
        if hasattr(owner, name)
    ]
    known = {argument for signature in signatures for argument in signature}
    takes_more = "kwargs" in known
    own = ("name", "dtype", "inputs", "outputs")
    assert [a for a in ARGUMENTS[name] if a not in known and not (takes_more and a in own)] == []


@pytest.mark.parametrize("name", COURSE_FUNCTIONS)
def test_arguments_are_those_of_the_courses_functions(name: str) -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in SOLUTIONS.glob("*/*.ipynb")}
    (path,) = [path for path, source in sources.items() if f"def {name}(" in source]
    function = load_functions(path, [name])[name]
    assert COURSE_FUNCTIONS[name] == tuple(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("heNormal", "he_normal"),
        ("he-normal", "he_normal"),
        ("HE_NORMAL", "he_normal"),
        ("glorot", None),
        ("none", None),
    ],
)
def test_the_nearest_name_is_found_or_none(name: str, meant: str | None) -> None:
    assert meant == nearest(name, ("he_normal", "he_uniform", "glorot_normal"))


def test_of_two_names_that_differ_in_style_the_one_in_the_same_style_is_meant() -> None:
    names = ("mean_io_u", "MeanIoU")
    assert [nearest(name, names) for name in ("mean_iou", "MeanIOU")] == list(names)


def test_an_argument_of_other_libraries_is_known() -> None:
    assert nearest_argument("lr", ("beta_1", "learning_rate")) == "learning_rate"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("conv2d", "Conv2D"),
        ("conv2d_15", "Conv2D"),
        ("conv2d_transpose_3", "Conv2DTranspose"),
        ("max_pooling2d_1", "MaxPooling2D"),
        ("my_layer_2", "the layer 'my_layer_2'"),
    ],
)
def test_a_layer_is_called_by_its_class(name: str, words: str) -> None:
    assert words == layer_class(name)


@pytest.mark.parametrize(
    ("message", "line", "words"),
    [
        (
            "expected ':'",
            "else if size:",
            "else and if are one word in Python, expected elif. Write elif.",
        ),
        (
            "expected ':'",
            "def create_mask(logits)",
            "a colon is missing, expected one at the end of def, if, for and with. Write it.",
        ),
        (
            "invalid syntax",
            "done++",
            "++ and -- are of other languages, and Python has none. Write += 1 or -= 1.",
        ),
        (
            "invalid syntax",
            "if generator not None:",
            "the word is stands between a name and not None. Write is not None.",
        ),
        (
            "invalid syntax",
            "return mask[0, ...., tf.newaxis]",
            "an ellipsis has three dots, as in mask[0, ..., 0]. Write three.",
        ),
        (
            "expected an indented block after function definition on line 1",
            "# YOUR CODE HERE",
            "nothing but a comment stands behind the line with the colon, expected at least one "
            "line of code. Write it there, four spaces further in.",
        ),
        (
            "expected an indented block after function definition on line 1",
            "mask = tf.argmax(logits)",
            "the line after a colon is not indented, expected four spaces more than the line "
            "before. Indent it.",
        ),
    ],
)
def test_a_line_that_is_no_python_is_read(message: str, line: str, words: str) -> None:
    error = "IndentationError" if "block" in message else "SyntaxError"
    assert explain(error, message, [line]) == words
