"""Names that nothing has: variables, modules, attributes, arguments, layers, words in quotes."""

import ast
import re

from grader.judging.explanations.failure import (
    Failure,
    Kind,
    called,
    on_line,
    owner_of,
    shown_class,
)
from grader.judging.explanations.vocabulary import (
    ACTIVATIONS,
    ARGUMENTS,
    COURSE_FUNCTIONS,
    FIRST_VERSION,
    IDENTIFIERS,
    IMPORTS,
    INITIALIZERS,
    INSTALLED,
    KERAS_FOR_PYTORCH,
    LAYERS,
    LIBRARIES,
    MODULES,
    NOT_NEEDED,
    PADDINGS,
    PYTORCH,
    RENAMED,
    SHORT_NAMES,
    nearest,
    nearest_argument,
)

LAMBDAS = (
    "Dataset.map passes each part of an element on its own: for pairs write lambda image, mask: …"
)


BEST_FILE = "best.weights.h5"
CLASS_COUNTS = ("n_classes", "num_classes", "classes", "n_class", "nclasses", "number_of_classes")


# --- variables and modules ------------------------------------------------------------------------


def _unknown_name(found: re.Match[str], failure: Failure) -> str:
    name, meant = found.groups()
    start = f"the name {name} is not known, expected"
    if name in IMPORTS:
        return f"{start} an import of it. Write `{IMPORTS[name]}` in a cell above and run it."
    word = _word_without_quotes(name, failure)
    if word:
        return f"{start} a word in quotes. Write {word}."
    if name in PYTORCH:
        return f"{start} a name of Keras: {name} is PyTorch's. {_in_keras(name, failure)}"
    if name in LIBRARIES:
        return _not_of_the_course(name)
    full_name = _full_name(name, failure)
    if full_name:
        return f"{start} an import of it or its full name. Write {full_name}."
    if name in _OF_OTHER_LANGUAGES:
        return f"{start} {_OF_OTHER_LANGUAGES[name]}, with a capital. Write that."
    if name in COURSE_FUNCTIONS:
        return f"{start} the function {name}. Run the cell that defines it, or carries it over."
    count = _number_of_classes(name, failure.line)
    if count:
        return f"{start} a variable or an argument of that name. This function gets none. {count}"
    if re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", name) and len(name) > 1:
        return (
            f"{start} a line that gives it its value, {name} = …, in a cell above that has run. "
            f"Write that line, or the value itself in place of {name}; where the line is there, "
            "compare the spelling."
        )
    if name == "inputs":
        step = (
            "In a network write inputs = keras.Input(input_size) before that line; in a block, "
            "inputs comes first in the def line."
        )
        if ")(inputs)" in failure.line:
            step += (
                " A function that gets no tensor, such as upsample, calls no layer: it returns "
                "keras.Sequential([…]) with the layers in it."
            )
        return f"{start} a tensor of that name. {step}"
    if meant:
        return (
            f"{start} a variable or function that there is. The nearest is "
            f"{meant}: if that is meant, write it."
        )
    argument = nearest(
        name, {argument for known in COURSE_FUNCTIONS.values() for argument in known}
    )
    if argument and argument != name:
        return (
            f"{start} a variable or function of that name. Arguments of these exercises are "
            f"spelled {argument}. If it is meant, write {argument}."
        )
    if re.search(rf"\)\({name}\)", failure.line):
        return (
            f"{start} a tensor that this function has: an argument of its def line, or what a line "
            "before gives. Call the layer on that."
        )
    if f"{name}.compile(" in failure.line:
        return f"{start} the argument model, which is the network to compile. Write model.compile."
    return (
        f"{start} a variable or function of that name. It is misspelled, or no line that has run "
        "gives it a value. Compare the spelling with that line, or write it."
    )


def _not_of_the_course(library: str) -> str:
    return (
        f"the library {library} is no part of the course, expected TensorFlow and NumPy alone. "
        f"{LIBRARIES[library]}"
    )


def _number_of_classes(name: str, line: str) -> str | None:
    """Where a line that counts classes finds their number, if that is what a name stands for."""
    if name not in CLASS_COUNTS:
        return None
    if "one_hot" in line:
        return "The last axis of the logits counts the classes. Write logits.shape[-1]."
    if "MeanIoU" in line:
        return (
            "The last axis of what the model gives counts the classes. Write "
            "model.output_shape[-1]."
        )
    return None


def _word_without_quotes(name: str, failure: Failure) -> str | None:
    """``activation='relu'`` where a line has ``activation=relu``."""
    words = {"activation": ACTIVATIONS, "padding": PADDINGS, "kernel_initializer": INITIALIZERS}
    words["method"] = ("nearest", "bilinear")  # of tf.image.resize
    for call in failure.calls():
        for keyword in call.keywords:
            if isinstance(keyword.value, ast.Name) and keyword.value.id == name:
                meant = nearest(name, words.get(str(keyword.arg), ()))
                return f"{keyword.arg}={meant!r}" if meant else None
    return None


def _in_keras(name: str, failure: Failure) -> str:
    """What to write in place of a name of PyTorch's, by the line that has it."""
    used = re.findall(rf"\b{name}\.(?:\w+\.)*(\w+)\(", failure.line)
    meant = next((KERAS_FOR_PYTORCH[other] for other in used if other in KERAS_FOR_PYTORCH), None)
    return f"Write {meant}." if meant else "Look for a layer in keras.layers, for numbers in tf.nn."


_OF_OTHER_LANGUAGES = {"true": "True", "false": "False", "none": "None", "null": "None"}


def _full_name(name: str, failure: Failure) -> str | None:
    """Where a name of Keras stands: Conv2D is keras.layers.Conv2D."""
    for module in ("keras.layers", "keras", "keras.losses", "keras.metrics", "keras.optimizers"):
        if name in MODULES[module]:
            return f"{module}.{name}"
    is_class = name[0].isupper() or re.search(rf"\b{name}\(", failure.line)
    layer = nearest(name, LAYERS) if is_class else None
    return f"keras.layers.{layer}" if layer else None


def _no_value_yet(found: re.Match[str], failure: Failure) -> str:
    name, line, why = found.groups()
    if f")({name})" in failure.line and why in (None, "itself"):
        return (
            f"a layer is called on {name}, which has no value yet, expected a tensor that is "
            "there. Call the first layer on an argument of the def line. A function that gets no "
            "tensor, such as upsample, calls no layer: it returns keras.Sequential([…]) with the "
            "layers in it."
        )
    fact = f"the variable {name} has no value when it is used, expected one in every call."
    if why == "itself":
        return (
            f"{fact} `{line}` asks for the old {name} to make the new one, and there is none. Give "
            f"{name} its first value in a line before, or take the name that you meant."
        )
    if why == "below":
        return f"{fact} `{line}`, which sets it, comes later. Move that line up."
    if why and why.startswith(("for ", "while ")):
        return (
            f"{fact} It is set inside of the loop `{why}` alone, by `{line}`; where the loop has "
            f"no round, {name} has no value. Give {name} a value before the loop."
        )
    if why:
        return (
            f"{fact} It is set inside of `{why}` alone, by `{line}`; where that is not true, it "
            f"has no value. {_other_case(name, line)}"
        )
    return (
        f"{fact} Either the line that sets it stands behind an if or in a loop that was not "
        f"entered, or it comes later in the function. Set {name} before that."
    )


def _other_case(name: str, line: str) -> str:
    """What to write where a line is not reached: a layer that may be left out changes nothing."""
    layer = re.fullmatch(rf"{name} = (?:\w+\.)*(?:Dropout|MaxPool\w*)\([^`]*\)\((\w+)\)", line)
    if layer:
        return f"Without that layer it is the tensor itself: add `else: {name} = {layer[1]}`."
    return f"Set {name} in an else as well, or before the if."


def _no_such_module(found: re.Match[str], failure: Failure) -> str:
    module = found.group(1)
    top, _, inner = module.partition(".")
    if top in LIBRARIES:
        return _not_of_the_course(top)
    if inner.startswith("layers"):
        return (
            f"there is no module {module} in the Keras that is installed, expected one that it "
            "has. Import layers by `from keras import layers`."
        )
    parent, _, last = module.rpartition(".")
    meant = nearest(last, MODULES.get(_public(parent), ()))
    if inner and meant and meant != last:
        return (
            f"there is no module {module}, expected one that is installed. Write {parent}.{meant}."
        )
    if inner:
        return (
            f"there is no module {module} in the {top} that is installed, expected one that it "
            f"has. Look at what there is: dir({top})."
        )
    meant = nearest(module, INSTALLED)
    step = (
        f"Write {meant}." if meant and meant != module else "Check the spelling, or do without it."
    )
    installed = ", ".join(INSTALLED)
    return (
        f"the module {module} is not installed, expected one that the course brings, such as "
        f"{installed}. {step}"
    )


def _not_in_module(found: re.Match[str], failure: Failure) -> str:
    return _missing_in_module(_public(found["module"]), found["name"])


def _public(module: str) -> str:
    """A module's name as one writes it, without the inner parts that differ between versions."""
    return (
        module.replace("keras._tf_keras.", "")
        .replace("tensorflow.keras", "keras")
        .replace("tensorflow._api.v2.", "tensorflow.")
    )


def _missing_in_module(module: str, name: str) -> str:
    full_name = f"{module}.{name}"
    fact = f"{_short(module)} has no {name}, expected a name that it has."
    if full_name in RENAMED:
        return f"{fact} What you look for is called otherwise. Write {RENAMED[full_name]}."
    if module == "tensorflow" and name in FIRST_VERSION:
        return f"{fact} TensorFlow 2 computes at once and needs no {name}. Leave it out."
    meant = nearest(name, MODULES.get(module, ()))
    if meant:
        capitals = "Capitals count. " if meant.casefold() == name.casefold() else ""
        return f"{fact} {capitals}Write {_short(module)}.{meant}."
    for library in _SEARCHED.get(module.partition(".")[0], ()):
        for other, names in MODULES.items():
            if other.startswith(library) and name in names:
                return f"{fact} Write {_short(other)}.{name}."
    return f"{fact} Look at what there is: dir({_short(module)})."


_SEARCHED = {
    "keras": ("keras.layers", "keras.ops"),
    "tensorflow": ("tensorflow", "keras.layers", "keras.ops"),
    "numpy": ("tensorflow",),
}
"""Where a name is looked for that a module of these libraries does not have."""


def _short(module: str) -> str:
    top, point, rest = module.partition(".")
    return SHORT_NAMES.get(top, top) + point + rest


# --- layers and files -----------------------------------------------------------------------------


def _no_such_layer(found: re.Match[str], failure: Failure) -> str:
    name, known = found.groups()
    meant = nearest(name, re.findall(r"'([^']*)'", known))
    step = (
        f'Write "{meant}".'
        if meant
        else "None comes near: see whether it is the network that you meant, by model.summary()."
    )
    return f"the model has no layer named {name}, expected one of its names. {step}"


def _no_such_file(_: re.Match[str], failure: Failure) -> str:
    fact = "the file to read is not there, expected an existing one."
    found = re.search(r"""([\w.-]+\.h5)['"]""", failure.line)
    name = found.group(1) if found else ""
    if re.search(rf"""\(['"](?:folder/)?{BEST_FILE}['"]""", failure.line):
        return (
            f"{fact} In quotes alone it is looked for in the working folder: folder is an "
            f"argument and stands outside of them. Write Path(folder) / '{BEST_FILE}'."
        )
    if name == BEST_FILE:
        return (
            f"{fact} Nobody has written {BEST_FILE}. After each epoch write "
            "checkpoints.save(model, history, folder), or give fit a ModelCheckpoint with that "
            "path. At the start of a first call it cannot be there yet: ask Path(path).exists()."
        )
    if name.startswith("best"):
        return f"{fact} It is called {BEST_FILE}. Write that in place of {name}."
    return (
        f"{fact} Either nobody has written it yet, as at a first call, or its path is "
        "another than you think. Where it need not be there ask before: if Path(path).exists():. "
        "Else print the path that is opened."
    )


# --- words in quotes ------------------------------------------------------------------------------


def _unknown_identifier(found: re.Match[str], failure: Failure) -> str | None:
    kind, value = found.groups()
    a_kind = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    if name := shown_class(value):
        return (
            f"the class {name} stands where {a_kind} is expected. Make an object of it with "
            f"brackets: {name}()."
        )
    described = re.match(r"(\w+)\(.*\)\Z", value)
    if described and described.group(1) in MODULES.get(f"keras.{kind}s", ()):
        return (
            f"{value!r} is a text, expected the name of {a_kind}, which has no brackets, or an "
            f"object. Take the quotation marks away: keras.{kind}s.{value}."
        )
    known = IDENTIFIERS.get(kind, ())
    meant = nearest(value, known)
    shown = meant or "', '".join(known[:3])
    fact = (
        f"{value!r} is not the name of {a_kind} that Keras knows, expected one such as '{shown}'."
    )
    if kind == "loss":
        return (
            f"{fact} For logits use keras.losses.SparseCategoricalCrossentropy(from_logits=True)."
        )
    metric = nearest(value, MODULES["keras.metrics"]) if kind == "metric" and not meant else None
    if metric:
        return f"{fact} An object that needs settings has to be made: keras.metrics.{metric}(…)."
    return f"{fact} Write {repr(meant) if meant else 'the one that the exercise asks for'}."


def _unknown_padding(found: re.Match[str], failure: Failure) -> str:
    value = found.group(1)
    fact = f"padding is {value!r}, expected 'same' or 'valid'."
    meant = nearest(value, PADDINGS)
    if meant:
        return f"{fact} Write padding={meant!r}."
    if value.isdigit():
        return (
            f"{fact} A number stands in the place of padding. Give what follows the first by name."
        )
    return f"{fact} Write one of the two."


def _padding_in_small_letters(found: re.Match[str], failure: Failure) -> str:
    value = found.group(1)
    step = value.upper() if value.upper() in ("SAME", "VALID") else "SAME"
    return (
        f'padding is "{value}", expected "SAME" or "VALID": functions of tf.nn want capitals. '
        f'Write "{step}".'
    )


_RESIZE_METHODS = ("AREA", "BICUBIC", "BILINEAR", "NEAREST_NEIGHBOR")


def _no_such_method_of_resizing(found: re.Match[str], _: Failure) -> str:
    name = found.group(1)
    meant = next((known for known in _RESIZE_METHODS if known.startswith(name.upper()[:4])), None)
    step = f"tf.image.ResizeMethod.{meant}" if meant else "method='nearest' for masks"
    return (
        f"tf.image.ResizeMethod has no {name}, expected one of {', '.join(_RESIZE_METHODS)}. Write "
        f"{step}."
    )


# --- arguments ------------------------------------------------------------------------------------


_LOSS_OF_LOGITS = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"


def _unknown_argument(found: re.Match[str], failure: Failure) -> str:
    return _not_an_argument(found.group(1), found.group(2), failure)


def _unknown_argument_in_line(found: re.Match[str], failure: Failure) -> str:
    """The line that raised tells what was called with an argument of that name."""
    argument = found.group(1)
    functions = (
        called(call)
        for call in failure.calls()
        if argument in [keyword.arg for keyword in call.keywords]
    )
    return _not_an_argument(next(functions, "") or "the function", argument, failure)


def _not_an_argument(function: str, argument: str, failure: Failure) -> str:
    owner, method = function.partition(".")[0], function.rpartition(".")[2]
    key = owner if owner in ARGUMENTS else method
    words = _plain_words(function)
    if argument in ARGUMENTS.get(key, ()):  # Keras names all that were passed, the known ones first
        unknown = [name for name in _keywords_of(words, failure) if name not in ARGUMENTS[key]]
        argument = unknown[0] if unknown else argument
    fact = f"{words} got the argument '{argument}', expected one that it knows."
    if method == "compile" and argument == "from_logits":
        return f"{fact} The loss wants to know of logits: loss={_LOSS_OF_LOGITS}."
    if argument in COURSE_FUNCTIONS.get(key, ()):
        return (
            f"{fact} The exercise has it: your def line has another. Write {argument} in the def "
            "line, as the exercise does."
        )
    if method in ("maximum", "minimum") and argument in ("axis", "keepdims"):
        return (
            f"{fact} It compares two tensors with each other. For the {method} along an axis write "
            f"tf.reduce_{method[:3]}."
        )
    if argument in NOT_NEEDED and key in LAYERS:
        return f"{fact} {NOT_NEEDED[argument]} Take {argument}= out."
    meant = nearest_argument(argument, (*ARGUMENTS.get(key, ()), *COURSE_FUNCTIONS.get(key, ())))
    if meant:
        return f"{fact} Write {meant}= in place of {argument}=."
    if argument == "training" and key not in ARGUMENTS:
        return (
            f"{fact} Models and layers of Keras know it, and this is a function. Take training= "
            "out."
        )
    if argument == "activation" and f"tf.nn.{method}(" in failure.line:
        return (
            f"{fact} It has no activation. Take activation= out, and call tf.nn.relu or "
            "tf.nn.leaky_relu on what it gives."
        )
    if argument == "activation":
        return f"{fact} It has no activation. Add keras.layers.ReLU() behind it."
    if key in ARGUMENTS:
        known = ", ".join(ARGUMENTS[key][:6])
        return f"{fact} It knows {known} and others. Take {argument}= out, or write the right name."
    return f"{fact} Check the spelling and, where the function is yours, its def line."


def _missing_argument(found: re.Match[str], failure: Failure) -> str:
    function, arguments = found.groups()
    words = _plain_words(function)
    owner, _, method = function.rpartition(".")
    if owner == "Sequential" and any(
        called(call) == method and call.args for call in failure.calls()
    ):
        name = owner_of(method, failure.line) or "it"
        return (
            f"{name} is the class {owner} itself, expected an object of it. Write brackets behind "
            f"the class where {name} is made: {name} = keras.Sequential()."
        )
    missing = re.findall(r"'(\w+)'", arguments)
    if missing == ["self"]:
        step = f"Write model.{words}(…)" if words == "compile" else "Make one first, with brackets"
        return f"{words} was called on a class, expected an object of it. {step}."
    if words.endswith("_crossentropy") and missing == ["y_true", "y_pred"]:
        return (
            f"{words} was called without masks and logits, and those come later. Give compile an "
            f"object that waits for them: loss={_LOSS_OF_LOGITS}."
        )
    if words == "mean_iou" and "mean_iou(" not in failure.line:
        return (
            f"Keras called your {words} without {arguments}: it gives a metric the masks and the "
            "logits only. Write keras.metrics.MeanIoU(num_classes=model.output_shape[-1], "
            "sparse_y_pred=False) in its place."
        )
    for written in _keywords_of(words, failure):
        known = ARGUMENTS.get(words, COURSE_FUNCTIONS.get(words, ()))
        meant = nearest_argument(written, known) if written not in known else None
        if meant in missing:
            return (
                f"{words} got the argument '{written}' and no '{meant}', expected '{meant}'. "
                f"Write {meant}= in place of {written}=."
            )
    if words == "MeanIoU":
        count = "n_classes" if "mean_iou" in failure.line else "model.output_shape[-1]"
        return (
            f"{words} was called without {arguments}, the number of classes. Write "
            f"keras.metrics.MeanIoU(num_classes={count}, sparse_y_pred=False)."
        )
    if words in ARGUMENTS:
        written = ", ".join(f"{name}=…" for name in missing)
        calls = [call for call in failure.calls() if called(call) == words]
        others = "…, " if any(call.args or call.keywords for call in calls) else ""
        step = f"Write {words}({others}{written})."
        if missing == ["kernel_size"]:
            step = f"Write first the filters, then the kernel size: {words}(n_filters, 3, …)."
        return f"{words} was called without {arguments}, expected a value for each. {step}"
    if words == "<lambda>":
        return f"a lambda was called without {arguments}, expected a value for each. {LAMBDAS}"
    fact = f"{words} was called without {arguments}, expected a value for each."
    if words not in COURSE_FUNCTIONS:
        return (
            f"{fact} Pass it in the call or, where the function is yours, give it its default "
            "value in the def line."
        )
    written = f"{words}({', '.join(COURSE_FUNCTIONS[words])})"
    if words in map(called, failure.calls()):
        return f"{fact} Write as many values as its def line has names: {written}."
    return (
        f"{fact} In the exercise its def line has the names {written} and their default values. "
        "Write yours like that."
    )


def _keywords_of(function: str, failure: Failure) -> list[str]:
    return [
        keyword.arg
        for call in failure.calls()
        if called(call) == function
        for keyword in call.keywords
        if keyword.arg
    ]


def _plain_words(function: str) -> str:
    """A function as the student calls it: Conv2D.__init__ is Conv2D, Trainer.compile is compile."""
    owner, _, name = function.rpartition(".")
    if name == "__init__":
        return owner.rpartition(".")[2]
    if name in ARGUMENTS and owner:
        return name
    return function.rpartition("<locals>.")[2].removeprefix("tf__")


# --- attributes -----------------------------------------------------------------------------------

_LIKE_NUMPY = {
    "astype": "tf.cast(x, tf.float32)",
    "reshape": "tf.reshape(x, shape)",
    "mean": "tf.reduce_mean(x)",
    "sum": "tf.reduce_sum(x)",
    "max": "tf.reduce_max(x)",
    "min": "tf.reduce_min(x)",
    "argmax": "tf.argmax(x, axis=-1)",
    "T": "tf.transpose(x)",
    "transpose": "tf.transpose(x)",
    "squeeze": "tf.squeeze(x)",
    "copy": "tf.identity(x)",
    "flatten": "tf.reshape(x, [-1])",
    "size": "tf.size(x)",
    "clip": "tf.clip_by_value(x, low, high)",
    "any": "tf.reduce_any(x)",
    "all": "tf.reduce_all(x)",
    "item": "float(x)",
    "tolist": "x.numpy().tolist()",
    "unsqueeze": "x[..., tf.newaxis]",
    "permute": "tf.transpose(x, axes)",
    "view": "tf.reshape(x, shape)",
    "clamp": "tf.clip_by_value(x, low, high)",
    "float": "tf.cast(x, tf.float32)",
    "long": "tf.cast(x, tf.int64)",
    "int": "tf.cast(x, tf.int32)",
    "softmax": "tf.nn.softmax(x)",
    "sigmoid": "tf.sigmoid(x)",
    "exp": "tf.exp(x)",
    "log": "tf.math.log(x)",
    "detach": "tf.stop_gradient(x)",
    "expand_dims": "tf.expand_dims(x, axis=-1)",
}
_OF_DATASETS = (
    *("batch", "cache", "cardinality", "concatenate", "enumerate", "filter", "map", "padded_batch"),
    *("prefetch", "repeat", "shard", "shuffle", "skip", "take", "unbatch", "window", "zip"),
)


def _not_like_numpy(found: re.Match[str], failure: Failure) -> str | None:
    name = found.group(1)
    instead = _LIKE_NUMPY.get(name)
    if instead is None:
        return None
    return f"a TensorFlow tensor has no {name}, expected a function of tf. Write {instead}."


def _no_such_step_of_dataset(found: re.Match[str], failure: Failure) -> str:
    name = found.group(1)
    meant = nearest(name, _OF_DATASETS)
    step = f"Write .{meant}(…)." if meant else "Steps are map, shuffle, cache, batch, prefetch."
    return f"a tf.data.Dataset has no {name}, expected one of its steps. {step}"


def _attribute_of_layer(found: re.Match[str], failure: Failure) -> str | None:
    layer, name = found.groups()
    if layer not in LAYERS or name not in ("shape", "dtype"):
        return None
    return (
        f"a {layer} layer has no {name}, expected a tensor. The layer was made and not called. "
        f"Write a tensor in a second pair of brackets: {layer}(…)(tensor)."
    )


def _shape_of_a_shape(found: re.Match[str], failure: Failure) -> str | None:
    """A shape that is asked for its shape: the arguments of ``get_cropping_shape``."""
    name = found.group(1)
    owners = set(re.findall(rf"\b([A-Za-z_]\w*)\.{name}\b", failure.line))
    if not owners or not owners <= set(COURSE_FUNCTIONS.get("get_cropping_shape", ())):
        return None
    owner = "previous" if "previous" in owners else owners.pop()
    return (
        f"{owner} has no {name}, expected its numbers: it is a shape already, (batch, height, "
        f"width, channels). Write {owner}[1] for the height and {owner}[2] for the width."
    )


_OF_SHAPES = {
    "tuple.as_list": "a shape is a tuple, expected its numbers. Take .as_list() out.",
    "int.value": "a length is a number already, expected no .value. Take it out.",
    "KerasTensor.get_shape": "a Keras tensor has no get_shape, expected shape. Write .shape.",
    "KerasTensor.size": "a Keras tensor has no size, expected shape. Write .shape, as x.shape[1].",
}


def _of_a_shape(found: re.Match[str], failure: Failure) -> str | None:
    """What TensorFlow 1 and PyTorch ask of shapes: ``x.get_shape().as_list()``."""
    return _OF_SHAPES.get(".".join(found.groups())) if f".{found[2]}" in failure.line else None


def _attribute_of_several(found: re.Match[str], failure: Failure) -> str | None:
    kind, name = found.groups()
    if model := re.search(rf"\b([\w.]+)\.layers\.{name}\b", failure.line):
        return (
            f"{model.group(1)}.layers is a {kind} of all layers, which has no {name}, expected one "
            f"model or layer. The model has it: write {model.group(1)}.{name} "
            "in its place."
        )
    if name not in ("shape", "dtype", "numpy", "trainable", "output"):
        return None
    owner = owner_of(name, failure.line)
    subject = f"{owner} is a {kind}, which" if owner else f"a {kind}"
    step = f"{owner}[0].{name}" if owner else f"x[0].{name}"
    return (
        f"{subject} has no {name}, expected one tensor. It holds several things; take one of "
        f"them: {step}."
    )


_APPLY = "optimizer.apply_gradients(zip(gradients, weights))"


def _gradient_of_no_tensor(found: re.Match[str], failure: Failure) -> str | None:
    kind = found.group(1)
    if ".gradient(" not in failure.line:
        return None
    fact = f"tape.gradient got a {kind} for the loss, expected a tensor."
    if kind in MODULES["keras.losses"]:
        return (
            f"{fact} Brackets behind the class make an object, which has seen no numbers yet. Call "
            f"your own function, or that object in a second pair: {kind}()(targets, predictions)."
        )
    return f"{fact} Inside the with block keep to functions of tf, and pass what they gave."


_GRADIENT = "gradients = tape.gradient(loss, weights)"
_IN_A_STEP = {
    "minimize": f"Take the gradients from the tape, and write {_APPLY}.",
    "zero_grad": "It is PyTorch's: a GradientTape starts anew each time. Leave it out.",
    "backward": f"It is PyTorch's. Ask the tape: {_GRADIENT}.",
    "step": f"It is PyTorch's. Write {_APPLY}.",
    "gradients": f"Write {_GRADIENT}.",
    **dict.fromkeys(("apply_gradient", "update"), f"Write {_APPLY}."),
}


def _method_of_a_step(found: re.Match[str], failure: Failure) -> str | None:
    kind, name = found.groups()
    if name not in _IN_A_STEP or f".{name}" not in failure.line:
        return None
    return (
        f"an object of type {kind} has no {name}, expected a method that it has. "
        + (_IN_A_STEP[name])
    )


def _attribute_of_function(found: re.Match[str], failure: Failure) -> str | None:
    name = found.group(1)
    owner = owner_of(name, failure.line)
    if not owner:
        return None
    return (
        f"{owner} is a function, which has no {name}, expected an object that has. What it works "
        "with is passed to it; use that, such as weights."
    )


def _pythons_own_name(_: re.Match[str], failure: Failure) -> str | None:
    found = re.search(r"\b(input|sum|max|min|map|filter|iter|next)\b(?! *[=(])", failure.line)
    if not found:
        return None
    return (
        f"{found.group(1)} is a function of Python's own, expected a variable of yours. Compare "
        "the spelling with the def line, such as inputs."
    )


def _no_attribute(found: re.Match[str], failure: Failure) -> str | None:
    kind, name = found.groups()
    if f".{name}" not in failure.line:
        return None
    if kind in ("int", "float") and name in ("shape", "ndim", "dtype", "astype", "copy"):
        call = f" in the line `{failure.lines[-2]}`" if len(failure.lines) > 1 else ""
        return (
            f"a number has no {name}, expected an array there. Look at the order of the arguments"
            f"{call}: two of them may be exchanged."
        )
    if kind in ("Functional", "Sequential") and name in CLASS_COUNTS:
        owner = owner_of(name, failure.line) or "model"
        return (
            f"a model has no {name}, expected something that it has. The last axis of what it "
            f"gives counts the classes. Write {owner}.output_shape[-1]."
        )
    if kind in ("int", "float") and name in ("append", "extend"):
        owner = owner_of(name, failure.line) or "it"
        return (
            f"{owner} is a number, which has no {name}, expected the list. Put the list's name "
            f"before .{name}."
        )
    near = re.search(r"Did you mean: '(\w+)'", failure.point)
    if near and name not in (*MODULES["numpy"], *MODULES["tensorflow"]):
        return (
            f"an object of type {kind} has no {name}, expected a name that it has. Write "
            f".{near[1]} in place of .{name}."
        )
    return (
        f"an object of type {kind} has no {name}, expected something that has. The name is "
        "misspelled, or the object is another than you think. Print type(…) of it in the line "
        "before."
    )


KINDS: tuple[Kind, ...] = (
    (r"\Aname '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?", _unknown_name),
    (
        r"cannot access local variable '(\w+)' where it is not associated with a value"
        r"(?:\. It is set by `(.*)`, (.*))?",
        _no_value_yet,
    ),
    (r"\ANo module named '([\w.]+)'", _no_such_module),
    (r"\Acannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'", _not_in_module),
    (r"\Amodule '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'", _not_in_module),
    (
        r"\A`np\.(\w+)` was removed in .*Use `([\w.]+)`",
        r"np has no \1, expected a name that it has. Write \2.",
    ),
    (r"\ANo such layer: (\S+)\. Existing layers are: (\[.*)", _no_such_layer),
    (
        r"\ANo such layer: [\[(]",
        (
            "get_layer got several names at once, expected one. Take one after the other: "
            "[base.get_layer(name).output for name in names]."
        ),
    ),
    (r"No such file or directory|\AFile not found: filepath", _no_such_file),
    (r"Could not interpret ([a-z ]+?) identifier: (.*)", _unknown_identifier),
    (r"\AThe `padding` argument must be .* Received: (\S+)", _unknown_padding),
    (r"\AArgument `padding` must be .*Received: padding=(\S+)", _unknown_padding),
    (
        r"\A'(bool|int|float|tuple|list)' object has no attribute 'lower'",
        on_line(
            "padding",
            r"padding got an object of type \1, expected 'same' or 'valid'. Write padding='same' "
            "to keep height and width.",
        ),
    ),
    (r"Value for attr 'padding' of \"(\w*)\" is not in the list", _padding_in_small_letters),
    (
        r"Expected string for argument 'padding' not (\S+?)\.?\Z",
        (
            r'padding is \1, expected "SAME" or "VALID": functions of tf.nn count it by '
            'themselves. Write padding="SAME" to keep height and width.'
        ),
    ),
    (r"\Atype object 'ResizeMethod' has no attribute '(\w+)'", _no_such_method_of_resizing),
    (
        r"Resize method is not implemented: (\S+)",
        (
            r"the method '\1' is not known to tf.image.resize, expected 'bilinear', 'nearest' or "
            "another of its names, in small letters. Write method='nearest' for masks."
        ),
    ),
    (r"\A(\S+)\(\) missing \d+ required positional arguments?: (.+)", _missing_argument),
    (r"\A(\S+)\(\) got an unexpected keyword argument '(\w+)'", _unknown_argument),
    (r"\AGot an unexpected keyword argument '(\w+)'", _unknown_argument_in_line),
    (r"\AUnrecognized keyword arguments passed to (\w+): \{'(\w+)'", _unknown_argument),
    (r"\AArgument\(s\) not recognized: \{'(\w+)'", _unknown_argument_in_line),
    (r"\A'tuple' object has no attribute '(shape|get_shape|as_list)'", _shape_of_a_shape),
    (r"\A'(?:[\w.]+\.)?(\w+)' object has no attribute '(\w+)'", _of_a_shape),
    (r"EagerTensor'? object has no attribute '(\w+)'", _not_like_numpy),
    (r"\A'SymbolicTensor' object has no attribute '(\w+)'", _not_like_numpy),
    (r"\A'\w*Dataset(?:V2)?' object has no attribute '(\w+)'", _no_such_step_of_dataset),
    (
        r"\A'(?:Sequential|Functional)' object has no attribute '(history)'",
        (
            "the model has no history, expected what fit returns. Write history = model.fit(…), "
            "then history.history."
        ),
    ),
    (r"\A'([\w.]+)' object has no attribute '_id'", _gradient_of_no_tensor),
    (r"\A'(\w+)' object has no attribute '(\w+)'", _attribute_of_layer),
    (r"\A'(tuple|list)' object has no attribute '(\w+)'", _attribute_of_several),
    (r"\A'(\w+)' object has no attribute '(\w+)'", _method_of_a_step),
    (r"\A'builtin_function_or_method' object has no attribute", _pythons_own_name),
    (r"\A'function' object has no attribute '(\w+)'", _attribute_of_function),
    (
        r"\A'int' object has no attribute 'state'",
        on_line(
            r"Generator\(",
            "tf.random.Generator got a number, expected the state of a generator. Write "
            "tf.random.Generator.from_seed(seed).",
        ),
    ),
    (
        r"object has no attribute '_unique_id'",
        (
            "the optimizer got tensors where weights are expected: the pairs stand the wrong way "
            "round. Write apply_gradients(zip(gradients, weights))."
        ),
    ),
    (r"\A'(?:[\w.]+\.)?(\w+)' object has no attribute '(\w+)'", _no_attribute),
)
