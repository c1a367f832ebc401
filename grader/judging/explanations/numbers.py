"""Numbers of a type that does not fit, and tensors that hold no numbers yet."""

import ast
import re

from grader.judging.explanations.failure import Failure, Kind, called, nodes_in, on_line, owner_of
from grader.judging.explanations.vocabulary import KERAS_FOR_FUNCTIONS, MODULES, RENAMED

_TYPES = {"float": "float32", "double": "float64", "half": "float16"}


# --- tensors without numbers ----------------------------------------------------------------------


_NO_NUMBERS_YET = (
    "Inside tf.data, tf.function and model.fit a tensor holds no numbers yet: the function is "
    "called once, to write down its steps"
)


def _numbers_in_a_graph(_: re.Match[str], failure: Failure) -> str:
    step = "Return the tensor itself." if failure.line.startswith("return ") else "Leave it out."
    return f".numpy() was called on a tensor that has none. {_NO_NUMBERS_YET}. {step}"


def _numpy_in_a_graph(_: re.Match[str], failure: Failure) -> str:
    fact = f"NumPy got a tensor of TensorFlow, expected numbers. {_NO_NUMBERS_YET}."
    used = set(re.findall(r"\bnp\.(\w+)\(", failure.line))
    name = used.pop() if len(used) == 1 else ""
    instead = RENAMED.get(f"tensorflow.{name}", f"tf.{name}")
    if instead != f"tf.{name}" or name in MODULES["tensorflow"]:
        return f"{fact} Write {instead} in place of np.{name}."
    return (
        f"{fact} Use the function of tf that does the same: tf.reduce_mean for np.mean, tf.where "
        "for np.where."
    )


_PAIRS = "apply_gradients(zip(gradients, weights))"


def _python_control_in_a_graph(_: re.Match[str], failure: Failure) -> str:
    if re.search(r", *\w+ *= *tf\.shape\(", failure.line):
        return (
            "the lengths were to be spread over names, which Python cannot do with a tensor whose "
            "numbers come later. Write tf.unstack(…) around tf.shape(…), or take one after the "
            "other: tf.shape(x)[0]."
        )
    if "apply_gradients(zip(gradients" in failure.line:
        return (
            "zip was to go through one tensor, expected a list of gradients. The tape gives a list "
            "where it is asked for one: tape.gradient(loss, weights)."
        )
    if "apply_gradients(" in failure.line and "zip(" not in failure.line:
        return (
            "apply_gradients got something else than pairs, expected a gradient and its weight in "
            f"each. Write {_PAIRS}."
        )
    if re.search(r"\b(int|float)\(", failure.line):
        return (
            "int or float was to make a Python number of a tensor, expected one that holds a "
            f"number. {_NO_NUMBERS_YET}. Leave it out: functions of tf take tensors."
        )
    return (
        "Python was to go through a tensor, or to decide whether it is true, expected numbers for "
        f"that. {_NO_NUMBERS_YET}. Write it for the whole tensor: tf.where, tf.reduce_sum."
    )


# --- None -----------------------------------------------------------------------------------------


def _none_in_arithmetic(found: re.Match[str], failure: Failure) -> str:
    if found.group(0).count("'NoneType'") == 2 and re.search(r"\[0\]|\bzip\(", failure.line):
        return (
            "both numbers are None, expected lengths. The first of a shape (batch, height, width, "
            "channels) is None for the batch. Height and width are shape[1] and shape[2]."
        )
    if shapes := re.search(r"\. A shape stands in (\w+)", failure.point):
        return (
            f"{shapes[1]} is a shape that begins with None, the number of pictures, which is not "
            "known here; expected numbers alone. Take height and width out of it first: "
            f"{shapes[1]}[1] and {shapes[1]}[2]."
        )
    if ".shape" in failure.line:
        return (
            "a length of a shape is None, expected a number. A tensor's shape holds None for what "
            "is only known when numbers come, such as the size of the batch. tf.shape(x) gives the "
            "lengths of a tensor of TensorFlow, keras.ops.shape(x) those of a Keras tensor."
        )
    return _none(found, failure)


def _function_for_layer(found: re.Match[str], failure: Failure) -> str:
    """What is said where a network is put together with functions of another library."""
    subject = "NumPy" if found.group(1) == "NumPy" else "a TensorFlow function"
    fact = f"{subject} got a Keras tensor, which holds no numbers yet; expected Keras layers only."
    for written in re.findall(r"\b(?:tf|np)(?:\.\w+)*\.\w+(?=\()", failure.line):
        instead = KERAS_FOR_FUNCTIONS.get(written.rpartition(".")[2])
        if instead:
            return f"{fact} In place of {written} write {instead}."
    return (
        f"{fact} While a network is put together, use a layer of keras.layers or a function of "
        "keras.ops in its place."
    )


_IN_PLACE = {"reverse": "reversed({0})", "sort": "sorted({0})"}


def _none(found: re.Match[str], failure: Failure) -> str:
    if "apply_gradients(" in failure.line:
        return (
            "the gradients are None, expected one for each weight. tape.gradient gives None where "
            "the first does not depend on the second. Write tape.gradient(loss, weights): the loss "
            "first."
        )
    in_place = re.search(r"(?:in |= |, |\()(\w+)\.(reverse|sort|append|extend)\(", failure.line)
    if in_place:
        owner, method = in_place.groups()
        step = f"{owner}.{method}(…) in a line of its own, without ="
        step = _IN_PLACE[method].format(owner) if method in _IN_PLACE else step
        return (
            f"{owner}.{method} gives None, expected a list: it changes {owner} in place. Write "
            f"{step}."
        )
    if "not iterable" in found.group(0):
        name = _only_gone_through(failure)
        return (
            f"{name or 'something'} is None, expected a list or another thing to go through. "
            "x.reverse(), x.sort() and x.append(…) change x and give None, and so does a function "
            f"without return. Look at the line that gives {name or 'it'} its value, and write "
            "reversed(x) in place of x.reverse() there."
        )
    attribute = re.search(r"no attribute '(\w+)'", found.group(0))
    name = owner_of(attribute.group(1), failure.line) if attribute else _only_indexed(failure.line)
    left_open = _left_open(failure) if "as an integer" in found.group(0) or not name else None
    return left_open or (
        f"{name or 'something'} is None, expected a value. A function that ends without return "
        "gives None, and so do methods that change a thing in place, such as model.compile, "
        f"list.append and list.reverse. Look at the line that gives {name or 'it'} its value."
    )


def _only_gone_through(failure: Failure) -> str:
    """The one variable that the head of a loop goes through; "" when there are none or several."""
    places = [call.args for call in failure.calls() if called(call) in ("zip", "enumerate")]
    places += [[node.iter] for node in nodes_in(failure.line) if isinstance(node, ast.For)]
    names = {one.id for place in places for one in place if isinstance(one, ast.Name)}
    return names.pop() if len(names) == 1 else ""


def _only_indexed(line: str) -> str:
    """The one variable that has an index in a line; "" when there are none or several."""
    owners = set(re.findall(r"\b([A-Za-z_]\w*)\[", line))
    return owners.pop() if len(owners) == 1 else ""


def _number_of_many(_: re.Match[str], failure: Failure) -> str:
    found = re.search(r"\bmath\.(log|exp|sqrt)\(", failure.line)
    fact = "a whole tensor stands where Python wants a single number"
    if found:
        return f"{fact}, which math takes alone. Write tf.math.{found.group(1)}."
    return f"{fact}, expected one. Reduce it first, as tf.reduce_sum does, or use a function of tf."


def _none_to_unpack(found: re.Match[str], failure: Failure) -> str:
    calls = failure.calls()
    if not calls or not called(calls[0]):
        return _none(found, failure)
    return (
        f"{called(calls[0])} gave None, expected several things, one for each name on the left. A "
        "function that ends without return gives None. End it with return and what it gives."
    )


def _none_for_a_tensor(_: re.Match[str], failure: Failure) -> str:
    if "shape" in failure.line or "conv2d_transpose" in failure.line:
        return (
            "a shape holds None where a number is expected: the size of the batch is not known "
            "beforehand. Write tf.shape(x)[0] in place of None or x.shape[0]."
        )
    if "to_categorical(" in failure.line:
        return (
            "to_categorical cannot count the classes of a tensor, expected their number. Write "
            "tf.one_hot(ids, logits.shape[-1]) in its place."
        )
    return _left_open(failure) or (
        "None stands where a tensor is expected. Usually a line such as x = None still waits for "
        "its value, or a function ends without return. Print the names in this line one by one."
    )


_MAY_BE_NONE = ("activation", "axis", "dtype", "name", "seed", "weights")


def _left_open(failure: Failure) -> str | None:
    """What is said where a line itself passes None, as exercises of other courses are given."""
    for call in failure.calls():
        for keyword in call.keywords:
            if keyword.arg not in _MAY_BE_NONE and _is_none(keyword.value):
                return (
                    f"None stands for {keyword.arg}, expected a value: the place was left open. "
                    f"Write what belongs there: {keyword.arg}=…."
                )
        if any(map(_is_none, call.args)):
            return (
                f"{called(call)} got None, expected a value: the place was left open. Write in "
                "place of None what belongs there."
            )
    return None


def _is_none(written: ast.expr) -> bool:
    return isinstance(written, ast.Constant) and written.value is None


# --- types ----------------------------------------------------------------------------------------


def _two_types(found: re.Match[str], failure: Failure) -> str:
    wanted, got = (_TYPES.get(name, name) for name in found.groups())
    return _mask_scaled(failure) or _say_two_types(wanted, got)


def _mask_scaled(failure: Failure) -> str | None:
    scaled = re.match(r"(\w*mask\w*) = .*\b\w*mask\w*\)* ?/ ?[\d.]+", failure.line)
    return scaled and (
        f"{scaled[1]} holds class ids in whole numbers and is divided like an image; expected the "
        "ids as they are, which are names. Leave that line out, and scale the image alone."
    )


def _variable_in_a_graph(_: re.Match[str], failure: Failure) -> str:
    fact = (
        "a tf.Variable was made inside tf.function or tf.data, expected variables that are there "
        "before."
    )
    if "optimizers." in failure.line:
        return f"{fact} An optimizer makes some. Use the one that the function is given."
    return f"{fact} Make it once, outside, and pass it."


def _bits_of_numbers(_: re.Match[str], failure: Failure) -> str:
    for node in nodes_in(failure.line):
        match node:
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr()) if _divides(node.left, node.right):
                return (
                    "/ comes before & and |, so that a mask was divided; expected counts on both "
                    "sides of it. Count each first: np.sum(a & b) / np.sum(a | b)."
                )
    return (
        "& or | got numbers with a point, expected True and False. Compare first, each in "
        "brackets: (a > 0) & (b > 0)."
    )


def _divides(*sides: ast.expr) -> bool:
    nodes = (node for side in sides for node in ast.walk(side))
    return any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in nodes)


def _say_two_types(first: str, second: str) -> str:
    both = {first, second}
    if first == "bool":
        return (
            f"a tensor of type {second} met where True and False are expected. Compare first: "
            "x > 0.5."
        )
    wanted = next(
        (name for name in ("float32", "float64", "int64", "int32") if name in both), first
    )
    other = second if wanted == first else first
    return (
        f"tensors of types {first} and {second} met, expected one type: TensorFlow does not "
        f"convert by itself. Write tf.cast(x, tf.{wanted}) around the one of type {other}."
    )


def _number_for_whole_numbers(found: re.Match[str], failure: Failure) -> str:
    number, kind = found["number"], found["kind"]
    if kind == "bool":
        return (
            f"a tensor of True and False met the number {number}, expected numbers in both. Where "
            "class ids are meant, write tf.argmax(logits, axis=-1)."
        )
    fact = (
        f"the number {number} met a tensor of type {kind}, expected one type: a tensor of whole "
        "numbers takes no number with a point."
    )
    if float(number).is_integer() and "shape" in failure.line:
        return f"{fact} Sizes are whole. Write {float(number):.0f}."
    return _mask_scaled(failure) or f"{fact} Write tf.cast(x, tf.float32) first."


def _type_not_taken(found: re.Match[str], failure: Failure) -> str:
    got, operation = found.groups()
    if operation in ("BitwiseAnd", "BitwiseOr"):
        sign = "&" if operation == "BitwiseAnd" else "|"
        if not re.search("[<>=]=|[<>]", failure.line):
            return (
                f"{sign} got numbers, expected True and False on both sides. Compare what holds "
                f"numbers first: (a > 0.5) {sign} (b > 0.5)."
            )
        return (
            f"{sign} got numbers, expected True and False. It binds closer than > and <: put each "
            f"comparison in brackets, (a > 0.5) {sign} (b > 0.5)."
        )
    kind = _TYPES.get(got, got)
    function = operation if operation else "the function"
    if kind == "bool":
        return (
            f"{function} got a tensor of True and False, expected numbers. Write tf.cast(x, "
            "tf.float32) first: True becomes 1."
        )
    if kind.startswith(("uint", "int")):
        return (
            f"{function} got a tensor of type {kind}, expected numbers with a point. Write "
            "tf.cast(x, tf.float32) first."
        )
    return (
        f"{function} got a tensor of type {kind}, expected whole numbers or True and False. For "
        "class ids write tf.cast(x, tf.int32); for yes and no compare first, as in x > 0.5."
    )


# --- pictures and files ---------------------------------------------------------------------------


def _type_not_in_the_list(found: re.Match[str], failure: Failure) -> str | None:
    got, allowed = found.groups()
    drawing = re.search(r"\w+\.(uniform|normal|truncated_normal)\(", failure.line)
    if drawing and _TYPES.get(got, got).startswith("float"):
        name = drawing.group(1)
        bounds = "minval, maxval" if name == "uniform" else "mean, stddev"
        return (
            f"{name} got numbers with a point where the shape belongs, expected whole ones. The "
            f"shape comes first. Write {drawing.group(0)}shape, {bounds})."
        )
    kind = "int32" if "int32" in allowed.split(", ") else "float32"
    if kind == "float32" and "float" not in allowed.split(", "):
        return None
    return (
        f"that function does not take numbers of type {_TYPES.get(got, got)}, expected another "
        f"type, such as {kind}. Give it that: tf.cast(x, tf.{kind}), or dtype=tf.{kind} where the "
        "function makes the numbers."
    )


def _class_beyond(found: re.Match[str], failure: Failure) -> str:
    label, n_classes = found.groups()
    if n_classes == "1":
        return (
            "a loss of several classes got one number for each pixel, expected a logit for each "
            "class. With one channel take the binary cross-entropy."
        )
    return (
        f"a mask holds the class {label}, expected 0 to {int(n_classes) - 1}: there are "
        f"{n_classes} logits for each pixel. Print the classes of a mask: tf.unique."
    )


# --- losses and metrics ---------------------------------------------------------------------------


def _rank_of_labels(found: re.Match[str], failure: Failure) -> str:
    labels, logits = found.groups()
    fact = (
        f"a loss of tf.nn got labels of shape {labels} and logits of shape {logits}, expected "
        "labels without the last axis of the logits."
    )
    if not failure.line:
        return (
            f"{fact} Keras passes it the masks as they are. Use "
            "keras.losses.SparseCategoricalCrossentropy(from_logits=True)."
        )
    if _is_mask_with_axis(labels, logits):
        return f"{fact} The mask still has its last axis. Pass labels=y_true[..., 0]."
    if labels.startswith(f"{logits[:-1]}, "):
        return f"{fact} The two are exchanged. Pass them by name: labels=y_true[..., 0], logits=…."
    return f"{fact} Print both shapes, and pass them by name: labels=, logits=."


def _is_mask_with_axis(labels: str, logits: str) -> bool:
    """Whether the labels are a mask whose axis of length 1 was not taken away."""
    return labels.endswith(", 1)") and labels.count(",") == logits.count(",")


def _one_hot_wanted(found: re.Match[str], failure: Failure) -> str:
    target, output = found.groups()
    fact = (
        f"a loss got masks of shape {target} and logits of shape {output}, expected equal shapes."
    )
    if target.endswith(", 1)") and not output.endswith(", 1)"):
        if ".categorical_crossentropy(" in failure.line:
            return (
                f"{fact} It wants one-hot masks; ours hold class ids. Write "
                "sparse_categorical_crossentropy in place of categorical_crossentropy."
            )
        return (
            f"{fact} It wants one-hot masks; ours hold class ids. Use "
            "keras.losses.SparseCategoricalCrossentropy(from_logits=True)."
        )
    return f"{fact} Print both shapes."


def _exchanged(found: re.Match[str], failure: Failure) -> str:
    target, output = found.groups()
    fact = (
        f"a loss got masks of shape {target} and logits of shape {output}, expected one class id "
        "for each pixel's logits."
    )
    if output.endswith(", 1)") and not target.endswith(", 1)"):
        return f"{fact} The two are exchanged: the mask comes first. Write loss(y_true, logits)."
    return f"{fact} Print both shapes."


def _logits_for_ids(found: re.Match[str], failure: Failure) -> str | None:
    n_ids, n_logits = map(int, found.groups())
    is_asked = "update_state" in failure.line
    if (failure.line and not is_asked) or n_logits <= n_ids or n_logits % n_ids:
        return None
    n_classes = "n_classes" if is_asked else "model.output_shape[-1]"
    return (
        f"a metric that compares class ids got {n_logits} numbers for {n_ids} pixels, expected "
        "one id for each: it got the logits. Pass sparse_y_pred=False to keras.metrics.MeanIoU, "
        f"and num_classes={n_classes}."
    )


def _class_of_metric(found: re.Match[str], failure: Failure) -> str | None:
    if re.search(rf"\b{found.group(1)}\(", failure.line):
        return None
    of_logits = ", sparse_y_pred=False" if found.group(1) == "MeanIoU" else ""
    return (
        f"Keras was to make a {found.group(1)} by itself, expected an object that knows "
        f"{found.group(2)}. Its name or its class alone does not say that. Write "
        f"keras.metrics.{found.group(1)}({found.group(2)}=model.output_shape[-1]{of_logits})."
    )


def _more_classes(found: re.Match[str], failure: Failure) -> str:
    found_class, n_classes = found.groups()
    return (
        f"a table for {n_classes} classes got the class {found_class}, expected 0 to "
        f"{int(n_classes) - 1}. Pass num_classes=model.output_shape[-1]."
    )


def _rate_out_of_range(found: re.Match[str], failure: Failure) -> str:
    rate = found.group(1)
    fact = f"Dropout got the rate {rate}, expected a share between 0 and 1."
    if 1 < float(rate) < 10:
        return f"{fact} Write {float(rate) / 10:g} for {rate} tenths."
    if 10 <= float(rate) <= 100:
        return f"{fact} Write {float(rate) / 100:g} for {rate} %."
    return f"{fact} Write one such as 0.3."


KINDS: tuple[Kind, ...] = (
    (r"must be fully-defined \(no `None`", lambda _, failure: _left_open(failure)),
    (r"KerasTensor cannot be used as input to a (TensorFlow function)", _function_for_layer),
    (r"KerasTensor is symbolic: .* (NumPy) array", _function_for_layer),
    (
        r"KerasTensor is symbolic|\A'KerasTensor' object has no attribute 'numpy'",
        (
            "Python was to make a number of a Keras tensor, which holds none yet; expected Keras "
            "layers only. Leave the conversion out."
        ),
    ),
    (r"\A'SymbolicTensor' object has no attribute 'numpy'", _numbers_in_a_graph),
    (r"symbolic tf\.Tensor .* to a numpy array", _numpy_in_a_graph),
    (
        r"path should be path-like|Cannot understand given URI: <tf\.Tensor|"
        r"expected str, bytes or os\.PathLike object, not \w*Tensor|"
        r"'SymbolicTensor' object has no attribute 'read'",
        (
            "a function that reads files got a tensor for the path, expected text. "
            f"{_NO_NUMBERS_YET}. Read with TensorFlow: tf.io.read_file(path), then "
            "tf.io.decode_png(…, channels=3)."
        ),
    ),
    (
        r"\A'SymbolicTensor' object has no attribute '(replace|split|endswith|startswith|decode)'",
        (
            rf"a tensor has no \1, expected a function of tf. {_NO_NUMBERS_YET}. Write the "
            "function of tf.strings that does the same."
        ),
    ),
    (
        r"(?:Iterating over|Using) a symbolic `?tf\.Tensor`?.* not allowed",
        _python_control_in_a_graph,
    ),
    (r"tf\.function only supports singleton tf\.Variables", _variable_in_a_graph),
    (
        r"`variable -= value` with `tf\.Variable`s is not supported",
        (
            "a weight was to be changed by -=, expected a method: a tf.Variable does not take it. "
            f"Hand the gradients to the optimizer: optimizer.{_PAIRS}."
        ),
    ),
    (r"only 0-dimensional arrays can be converted to Python scalars", _number_of_many),
    (
        r"Cannot convert '(\w+)' to EagerTensor of dtype int32",
        (
            r"the text '\1' stands where whole numbers are expected: an argument is missing, or "
            "they stand in another order. Write their names in the call, such as padding=."
        ),
    ),
    (r"unsupported operand type\(s\) for \S+ '\w+' and 'NoneType'", _none_in_arithmetic),
    (r"unsupported operand type\(s\) for \S+ 'NoneType' and '\w+'", _none_in_arithmetic),
    (r"cannot unpack non-iterable NoneType", _none_to_unpack),
    (
        r"'NoneType' object (?:has no attribute '\w+'|is not subscriptable|is not iterable)|"
        r"object of type 'NoneType' has no len|bad operand type for unary \S+ 'NoneType'|"
        r"'NoneType' object cannot be interpreted as an integer|"
        r"between instances of '\w+' and 'NoneType'|between instances of 'NoneType'",
        _none,
    ),
    (r"None values not supported|Attempt to convert a value \(None\)", _none_for_a_tensor),
    (
        r"does not support item assignment|Tensor' object has no attribute '__setitem__'",
        (
            "an element of a tensor or a tuple was to be changed, expected none: they stay as they "
            "are. Make a new tensor: tf.where(condition, new, old)."
        ),
    ),
    (
        r"non-persistent GradientTape can only be used",
        (
            "a tape was asked for gradients a second time, expected once. Ask for all at once: "
            "tape.gradient(loss, weights), with a list of weights."
        ),
    ),
    (r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)", _class_beyond),
    (
        r"\A'images' contains no shape",
        (
            "tf.image.resize got a picture whose number of axes is not known, expected 3 or 4. "
            "decode_image does not say it. Read with tf.io.decode_png(…, channels=3)."
        ),
    ),
    (
        r"\A'images' must have either 3 or 4 dimensions",
        on_line(
            r"resize\([(\[]",
            "tf.image.resize got the size first, expected the picture. Write "
            "tf.image.resize(image, (height, width), …).",
        ),
    ),
    (
        r"\A'images' must have either 3 or 4 dimensions",
        (
            "tf.image.resize got a picture with another number of axes, expected (height, width, "
            "channels). An axis for one channel is added by mask[..., None]. Print the shape "
            "before."
        ),
    ),
    (
        r"\A'size' must be a 1-D Tensor of 2 elements",
        (
            "tf.image.resize got something else than two numbers for the size, expected (height, "
            "width). Write tf.image.resize(image, (height, width))."
        ),
    ),
    (
        r"Unknown image file format",
        (
            "what was to be decoded is no picture, expected the content of a picture's file; a "
            "path alone is none. Read the file first: tf.io.decode_png(tf.io.read_file(path), "
            "channels=3)."
        ),
    ),
    (
        r"\AURL fetch failure",
        (
            "ready-made weights were to be fetched from the network, which failed; a check passes "
            "weights=None, expected no fetching then. Hand the argument on: weights=weights."
        ),
    ),
    (
        r"\AShapes must be equal rank",
        on_line(
            r"apply_gradients\(",
            "a gradient met a weight of another shape, expected its own. Either the order is "
            "another, or not the list of gradients was zipped: tf.clip_by_global_norm gives a "
            f"pair. Write {_PAIRS}, with gradients = tape.gradient(loss, weights).",
        ),
    ),
    (
        r"\ANo gradients provided for any variable",
        (
            "every gradient is None, expected one for each weight. The loss does not depend on the "
            "weights as far as the tape saw. Compute predictions and loss inside `with "
            "tf.GradientTape() as tape`, without NumPy in between."
        ),
    ),
    (r"was expected to be an? (\w+) tensor but is an? (\w+) tensor", _two_types),
    (r"must have the same dtype, got tf\.(\w+) != tf\.(\w+)", _two_types),
    (r"Input 'y' of '\w+' Op has type (\w+) that does not match type (\w+)", _two_types),
    (
        r"Cannot convert (?P<number>[\d.e-]+) to EagerTensor of dtype (?P<kind>\w+)",
        _number_for_whole_numbers,
    ),
    (
        r"Expected (?P<kind>\w+) passed to parameter 'y' of op '\w+', "
        r"got (?P<number>[\d.e-]+) of type 'float'",
        _number_for_whole_numbers,
    ),
    (
        r"attr 'T(labels|indices)' of (u?int\d+) is not in the list",
        (
            r"the \1 are \2, expected int32 or int64. Masks are read as small whole numbers, which "
            r"this function does not take. Write tf.cast(\1, tf.int32)."
        ),
    ),
    (
        r"attr 'T(?:I|indices)' of \w+ is not in the list|parameter 'indices' has DataType float",
        (
            "class ids are numbers with a point, expected whole numbers. Write tf.cast(mask, "
            "tf.int32) first."
        ),
    ),
    (r"attr 'T' of (\w+) is not in the list.*Op<name=(?:_Mkl|_MklNative)?(\w*)", _type_not_taken),
    (
        r"Value for attr '\w+' of (\w+) is not in the list of allowed values: (.*?);",
        _type_not_in_the_list,
    ),
    (r"ufunc 'bitwise_(?:and|or)' not supported", _bits_of_numbers),
    (
        r"numpy boolean subtract",
        (
            "- got arrays of True and False, expected numbers. To take the one from the other "
            "write a & ~b."
        ),
    ),
    (r"labels\.shape=(\(.*?\)) of rank \d+ and logits\.shape=(\(.*?\)) of rank", _rank_of_labels),
    (
        r"must have the same shape\. Received: target\.shape=(\(.*?\)), output\.shape=(\(.*?\))",
        _one_hot_wanted,
    ),
    (
        r"rank \(ndim\) `target\.ndim - 1`\. Received: target\.shape=(\(.*?\)), "
        r"output\.shape=(\(.*?\))",
        _exchanged,
    ),
    (r"Incompatible shapes: \[(\d+)\] vs\. \[(\d+)\] \[Op:LogicalAnd\]", _logits_for_ids),
    (
        r"values\[0\]\.shape = \[(\d+)\] != values\[1\]\.shape = \[(\d+)\] \[Op:Pack\]",
        _logits_for_ids,
    ),
    (
        r"\ANo loss to compute",
        "the model has no loss to learn from, expected one. Pass loss= to model.compile(…).",
    ),
    (
        r"\AYou must call `compile\(\)` before",
        (
            "the model was not compiled, expected model.compile(…) before it learns or is judged. "
            "Call model.compile(optimizer=…, loss=…, metrics=…) first."
        ),
    ),
    (
        r"\A(MeanIoU)\.__init__\(\) missing 1 required positional argument: '(num_classes)'",
        _class_of_metric,
    ),
    (
        r"dtype='string' is not a valid dtype for Keras type|`loss_weights`",
        (
            "the weights of losses are no numbers, expected numbers. The third argument of compile "
            "is loss_weights, and the metrics stand there. Give them their name: metrics=[…]."
        ),
    ),
    (r"\[(\d+), \d+\] does not index into shape \[(\d+),\2\].*ScatterNd", _more_classes),
    (r"argument `rate`.* between 0 and 1\. Received: rate=(-?[\d.]+)", _rate_out_of_range),
    (
        r"\AFile format not supported: filepath=(?:False|True)",
        (
            "weights got a yes or no, expected 'imagenet', None or the path of a file. By their "
            "places MobileNetV2 takes input_shape, alpha, include_top and weights. Pass each by "
            "its name: alpha=alpha, include_top=False, weights=weights."
        ),
    ),
    (
        r"must end in `(\.[\w.]+)`.* Received: filepath=(\S+)",
        (
            r"the file is to be called \2, expected a name that ends in \1: Keras knows by it what "
            r"to write. Write a name such as model\1."
        ),
    ),
    (
        r"\A'tuple' object cannot be interpreted as an integer",
        on_line(
            "shape",
            "a whole shape stands where one number is expected. Take the one that is meant: [-1] "
            "is the last, the classes, as in model.output_shape[-1].",
        ),
    ),
    (
        r"\AArgument `learning_rate` should be float",
        (
            "the first thing in an optimizer's brackets is no number, expected the learning rate "
            "there or nothing. An optimizer of Keras is not told the weights. Write "
            "keras.optimizers.Adam()."
        ),
    ),
    (
        r"\A`keras\.optimizers\.legacy` is not supported",
        "optimizers.legacy is gone, expected keras.optimizers. Write keras.optimizers.Adam().",
    ),
    (
        r"\AExpected `metrics` argument to be a list",
        "metrics is no list, expected one. Write metrics=['accuracy', …], in square brackets.",
    ),
)
