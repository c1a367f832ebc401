"""How something was called: with what, how often, and whether it can be called at all."""

import ast
import re
from collections.abc import Sequence
from typing import Any

from grader.judging.explanations.failure import (
    Failure,
    Kind,
    called,
    calls_in,
    layer_call,
    nodes_in,
    on_line,
    shown_class,
    written_for,
)
from grader.judging.explanations.names import LAMBDAS
from grader.judging.explanations.vocabulary import (
    ARGUMENTS,
    CALLS,
    COURSE_FUNCTIONS,
    LAYERS,
    MODULES,
    layer_class,
    nearest,
)

_JOINING = ("concatenate", "concat", "Concatenate", "add", "Add")


# --- a list is wanted -----------------------------------------------------------------------------


def _no_list(failure: Failure) -> str | None:
    """What is said where a layer that joins tensors was not given a list of them."""
    for call in failure.calls():
        joining = called(call.func) if isinstance(call.func, ast.Call) else called(call)
        if joining not in _JOINING or not call.args or isinstance(call.args[0], ast.List):
            continue
        if isinstance(call.func, ast.Call) != joining[0].isupper() or _is_method(call):
            continue
        tensors = ", ".join(ast.unparse(argument) for argument in call.args)
        rest = "".join(f", {ast.unparse(keyword)}" for keyword in call.keywords)
        if len(call.args) == 1:
            return f"{joining} got {tensors}, expected a list of tensors. Write [{tensors}, …]."
        return (
            f"{joining} got {_count(len(call.args), 'tensor')} one by one, expected one list of "
            f"them. Write {ast.unparse(call.func)}([{tensors}]{rest})."
        )
    return None


def _is_method(call: ast.Call) -> bool:
    """Whether it is one of a variable's, as add of a Sequential or of a set."""
    match call.func:
        case ast.Attribute(value=ast.Name(name)):
            return name not in ("layers", "ops", "keras", "tf", "np", "L", "K")
    return False


def _too_many_for_a_layer(_: re.Match[str], failure: Failure) -> str:
    return (
        _no_list(failure)
        or _several_in_second_brackets(failure)
        or _several_for_a_variable(failure)
        or (
            "a layer was called on more than it takes, expected one tensor or one list of tensors. "
            "Settings stand in the first pair of brackets, tensors in the second."
        )
    )


def _several_in_second_brackets(failure: Failure) -> str | None:
    for call in failure.calls():
        if isinstance(call.func, ast.Call) and called(call.func) in LAYERS and len(call.args) > 1:
            name, first = called(call.func), ast.unparse(call.args[0])
            tensors = " and ".join(ast.unparse(argument) for argument in call.args)
            return (
                f"{name} was called on {tensors}, expected one tensor. Leave in its second pair of "
                f"brackets only the one that it works on, such as {name}(…)({first})."
            )
    return None


def _several_for_a_variable(failure: Failure) -> str | None:
    match failure.calls():
        case [ast.Call(func=ast.Name(layer), args=[_, _, *_] as tensors, keywords=[])]:
            written = ", ".join(map(ast.unparse, tensors))
            return (
                f"the layer {layer} was called on {written} one by one, expected one tensor or one "
                f"list of tensors. Where it joins them, write {layer}([{written}])."
            )
    return None


def _list_wanted(_: re.Match[str], failure: Failure) -> str:
    return _no_list(failure) or (
        "Concatenate got something else than a list of tensors, expected such a list. Write "
        "concatenate([a, b], axis=3)."
    )


def _given_twice_to_a_function(found: re.Match[str], failure: Failure) -> str:
    argument = found.group(1)
    return _no_list(failure) or (
        f"a function got {argument} twice, by its place and by its name, expected it once. Write "
        f"{argument}= once, and leave the other out."
    )


def _given_twice(found: re.Match[str], failure: Failure) -> str:
    function, argument = found.groups()
    name = _plain(function)
    no_list = _no_list(failure) if name in _JOINING else None
    if no_list:
        return no_list
    known = ARGUMENTS.get(name, COURSE_FUNCTIONS.get(name, ()))
    fact = f"{name} got {argument} twice, by its place and by its name, expected it once."
    if name in ("Concatenate", "Add"):
        return f"{fact} The list of tensors stands in a second pair of brackets: {name}()([a, b])."
    if name in LAYERS and known and known[0] == argument:
        return (
            f"{fact} What stands first in the brackets is taken for {argument}. If that is a "
            f"tensor, write it in a second pair of brackets: {name}(…)(tensor)."
        )
    return f"{fact} Write {argument}= once, and leave the other out."


# --- a tensor is wanted ---------------------------------------------------------------------------


def _layer_for_tensor(found: re.Match[str], failure: Failure) -> str:
    value, kind = found.groups()
    if kind == "type" and (name := shown_class(value)):
        return (
            f"the class {name} stands where a tensor is expected. Make a layer of it and call "
            f"that on a tensor: {name}(…)(tensor)."
        )
    if kind == "InputLayer":
        return (
            "an InputLayer stands where a tensor is expected; it is for a Sequential. Write "
            "keras.Input(input_size), which gives a tensor."
        )
    name = name_of(called_on(failure))
    if kind in LAYERS and name:
        return (
            f"{name} is a {kind} layer, expected a tensor: the layer was made and not called. "
            f"Where {name} is set, write the tensor in a second pair of brackets: "
            f"{kind}(…)(tensor)."
        )
    if kind in LAYERS:
        return (
            f"a {kind} layer stands where a tensor is expected: it was made and not called. Write "
            f"the tensor in a second pair of brackets: {kind}(…)(tensor)."
        )
    if kind in ("Sequential", "Functional", "Model"):
        return (
            "a model stands where a tensor is expected: it was made and not called. Call it on a "
            "tensor, as a layer: block(tensor)."
        )
    if kind == "ellipsis":
        return "`...` stands where a tensor is expected. Write what belongs in its place."
    if kind == "builtin_function_or_method" and name:
        return (
            f"{name} is a function of Python's own, expected a tensor. Write the name of your "
            f"variable{', inputs' if name == 'input' else ''}."
        )
    if kind == "int" and name:
        return (
            f"{name} holds whole numbers, such as a size, where a tensor is expected. Write the "
            "variable that holds the tensor, such as inputs."
        )
    return (
        f"a layer was called on an object of type {kind}, expected tensors. Settings stand in the "
        "first pair of brackets, tensors in the second: Conv2D(n_filters, 3)(tensor)."
    )


def _no_layer_to_add(found: re.Match[str], failure: Failure) -> str:
    value, kind = found.groups()
    if kind == "type" and (name := shown_class(value)):
        return (
            f"the class {name} stands where a layer is expected. Make one with brackets: {name}()."
        )
    if kind == "KerasTensor":
        return (
            "a tensor was added to a Sequential, expected a layer. Leave the second pair of "
            "brackets out: a Sequential calls its layers by itself."
        )
    if kind in ("list", "tuple"):
        return (
            f"a {kind} was added to a Sequential, expected one layer. Call add once for each "
            "layer, or give all of them to keras.Sequential([…]) at the start."
        )
    return (
        f"an object of type {kind} was added to a Sequential, expected a layer, such as "
        "keras.layers.ReLU(). Print what stands in the brackets of add."
    )


def _model_of_something_else(found: re.Match[str], failure: Failure) -> str:
    side, value, kind = found.groups()
    taken = re.match(r"<\w+ name=([\w/.-]+), built=True>", value)
    if kind in LAYERS and taken:
        return (
            f"keras.Model got the layer {taken.group(1)} itself for {side}, expected a tensor. A "
            "layer of a finished model keeps the one that it gave. Write "
            "get_layer(name).output."
        )
    if kind == "NoneType":
        return (
            f"keras.Model got None for {side}, expected a tensor. A function that ends without "
            "return gives None. Look at the line that makes that tensor."
        )
    if side == "inputs" and kind == "int":
        return (
            "keras.Model got a size for inputs, expected the tensor that keras.Input gives. Write "
            "inputs = keras.Input(input_size) at the start, and keras.Model(inputs, outputs); "
            "where the layers are those of a finished model, base, it is base.input."
        )
    if kind in LAYERS:
        return (
            f"keras.Model got a {kind} layer for {side}, expected a tensor. The layer was made "
            f"and not called. Write {kind}(…)(tensor)."
        )
    if kind == "str":
        return (
            f"keras.Model got the text {value} for {side}, expected a tensor. The name of a layer "
            "is not its tensor. Write base.get_layer(name).output for each name."
        )
    if kind in ("Functional", "Sequential", "Model"):
        return (
            f"keras.Model got a whole model for {side}, expected tensors. A model keeps its own. "
            f"Write backbone.{side}, with that model's name in front of the point."
        )
    return (
        f"keras.Model got an object of type {kind} for {side}, expected a tensor of the network. "
        "Write keras.Model(inputs, outputs), with what keras.Input and the last layer give."
    )


def _none_for_tensor(found: re.Match[str], failure: Failure) -> str:
    layer = layer_class(found.group(1))
    name = name_of(called_on(failure))
    subject = f"{name} is None where {layer} is called on it" if name else f"{layer} got None"
    return (
        f"{subject}, expected a tensor. Either None was written in its place, or a function that "
        f"ends without return gave it. Look at the line that gives {name or 'that variable'} its "
        "value."
    )


def _truth_of_a_tensor(_: re.Match[str], failure: Failure) -> str:
    if failure.line.startswith(("if ", "elif ", "while ")):
        return (
            "that line asks whether a Keras tensor is true, which holds no numbers yet; expected "
            "a number or True or False. Ask an argument of the function."
        )
    return (
        _no_list(failure)
        or _tensor_among_settings(failure)
        or _tensor_for_a_setting(failure)
        or (
            "Python was to decide whether a Keras tensor is true, expected numbers for that; it "
            "holds none yet. It happens with if, and, or and not, and where a function gets a "
            "tensor in the place of a setting. Look for these in that line."
        )
    )


_OF_TENSORS = {"Conv2D": CALLS["conv2d"], "Conv2DTranspose": CALLS["conv2d_transpose"]}


def _turned_by_not(failure: Failure) -> str:
    """The variable behind a ``not`` that is part of an expression; "" when there is none."""
    if failure.line.startswith(("if ", "elif ", "while ", "assert ")):
        return ""
    turned = (
        node.operand
        for node in nodes_in(failure.line)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )
    return next((one.id for one in turned if isinstance(one, ast.Name)), "")


def _truth_of_an_array(_: re.Match[str], failure: Failure) -> str:
    if failure.line.startswith(("if ", "elif ", "while ")) and re.search("[<>]", failure.line):
        return (
            "an if decides once, here for a whole tensor, expected one answer. To decide for each "
            "number write tf.where(condition, a, b); for the whole tensor tf.reduce_any or "
            "tf.reduce_all."
        )
    layer = next((one for one in map(called, failure.calls()) if one in _OF_TENSORS), None)
    if layer:
        return (
            f"{layer} got a tensor for one of its settings, expected numbers: a layer makes its "
            f"own kernel. With a kernel that is given write {_OF_TENSORS[layer]}."
        )
    turned = _turned_by_not(failure)
    if turned:
        return (
            "not asks a whole array for one answer, expected one for each pixel. Write "
            f"~{turned} in place of not {turned}."
        )
    chains = (node for node in nodes_in(failure.line) if isinstance(node, ast.Compare))
    if any(len(chain.ops) > 1 for chain in chains) and re.search("[&|]", failure.line):
        return (
            "& and | come before ==, so this compares three things in a row, expected two "
            "comparisons. Put each of them in brackets: (a == k) & (b == k)."
        )
    return _tensor_among_settings(failure) or (
        "Python was to decide whether a whole array is true, expected one answer. In "
        "conditions for each element write & and | in place of and and or, each side in "
        "brackets; for the whole array write .any() or .all()."
    )


def tensors_for_cropping(failure: Failure) -> str | None:
    """For a ``get_cropping_shape`` that was given two tensors in place of their shapes."""
    for call in (call for line in failure.lines for call in calls_in(line)):
        given = [argument for argument in call.args if isinstance(argument, ast.Name)]
        if called(call) == "get_cropping_shape" and len(given) == 2:
            names = ", ".join(f"{argument.id}.shape" for argument in given)
            return (
                "get_cropping_shape got two tensors, expected their shapes. Write "
                f"get_cropping_shape({names})."
            )
    return None


def _loop_over_a_tensor(_: re.Match[str], failure: Failure) -> str:
    if for_cropping := tensors_for_cropping(failure):
        return for_cropping
    several = _several_names(failure.line)
    of_a_shape = re.search(r"(\w+), *(\w+), *(\w+), *\w+ *= *(\w+)$", failure.line.strip())
    if of_a_shape:
        name = of_a_shape.group(4)
        return (
            f"{name} is one tensor and was to be spread over four names, expected its shape, which "
            f"holds four lengths. Pass the shape in the call, as in x.shape, or write {name}.shape "
            "here."
        )
    if several:
        return (
            f"one tensor was to be spread over {several}, expected a pair. What stands on the "
            "right gives one tensor. Write one name on the left."
        )
    return _tensor_among_settings(failure) or (
        "Python was to go through a Keras tensor one by one, expected numbers for that; a Keras "
        "tensor holds none yet. It happens in a loop, where one tensor is spread over several "
        "names, and where it stands in the place of a setting. Look for these in that line."
    )


def _tensor_among_settings(failure: Failure) -> str | None:
    """A layer that is made from a tensor and not called on one: ``Dropout(x, 0.3)``."""
    if re.search(r"\b(if|while|and|or|not|for)\b", failure.line):
        return None
    calls = failure.calls()
    finished = [call.func for call in calls if isinstance(call.func, ast.Call)]
    for call in calls:
        name = called(call)
        first = call.args[0] if call.args else None
        if _is_setting(first, failure):
            continue
        if name in LAYERS and call not in finished and isinstance(first, ast.Name | ast.Subscript):
            tensor, *rest = (ast.unparse(argument) for argument in call.args)
            settings = [*rest, *(ast.unparse(keyword) for keyword in call.keywords)]
            return (
                f"{name} got a tensor among its settings, expected settings only. The tensor "
                f"stands in a second pair of brackets. Write {name}({', '.join(settings)})"
                f"({tensor})."
            )
    return None


_TENSORS = ("inputs", "expansive_input", "contractive_input")


def _is_setting(argument: ast.expr | None, failure: Failure) -> bool:
    """Whether it is an argument of a block that takes a number, whatever was passed for it."""
    written = failure.passed(argument)
    is_passed_on = isinstance(argument, ast.Name) and written not in (None, argument)
    return is_passed_on and ast.unparse(argument) not in _TENSORS if argument else False


def _tensor_for_a_setting(failure: Failure) -> str | None:
    """A block that was called with a tensor where its number of filters stands."""
    for call in failure.calls():
        for setting in call.args:
            written = failure.passed(setting)
            if called(call) in LAYERS and written is not setting and written is not None:
                block = next(other for other in calls_in(failure.lines[-2]) if called(other))
                if isinstance(written, ast.Name | ast.Subscript):
                    names = ", ".join(COURSE_FUNCTIONS[called(block)])
                    return (
                        f"{ast.unparse(setting)} got {ast.unparse(written)}, a tensor, expected a "
                        f"setting. The order of the arguments is {called(block)}({names}). Look "
                        f"at the line `{failure.lines[-2]}`."
                    )
    return None


def _several_names(line: str) -> str:
    """The names on the left of an assignment, where there are several: "a, b"."""
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, ValueError, IndexError, MemoryError, RecursionError):
        return ""
    match statement:
        case ast.Assign(targets=[ast.Tuple() as names]):
            return ast.unparse(names).strip("()")
    return ""


# --- one tensor is wanted, and there are several --------------------------------------------------


def _several_for_one(found: re.Match[str], failure: Failure) -> str:
    name, count, received = found.groups()
    layer = layer_class(name)
    argument = called_on(failure)
    fact = f"{layer} got {_count(int(count), 'tensor')}, expected one."
    if isinstance(argument, ast.List):
        return f"{fact} Join them first: keras.layers.concatenate([a, b], axis=3)."
    variable = name_of(argument)
    element = f"{variable}[0]" if variable else "its first element, as in c1[0]"
    if variable and not re.search(rf"\b{variable}\b", failure.line):
        element += f" in the line `{failure.lines[-2]}`"
    shapes = _shapes(received)
    if _is_pair(shapes):
        return (
            f"{fact} They are the pair (next_layer, skip_connection) that a block returns; the "
            f"next layer goes on from the first of it. Pass {element}."
        )
    if len({shape[1:3] for shape in shapes}) == 1:
        return (
            f"{fact} If they are the pair that a block returns, pass {element}. To use both, join "
            f"them first: keras.layers.concatenate({variable or '[a, b]'}, axis=3)."
        )
    return (
        f"{fact} A function that returns several things gives a tuple of them, and a layer takes "
        f"one. If the first is meant, pass {element}."
    )


def _pair_in_list(found: re.Match[str], failure: Failure) -> str | None:
    """A pair of tensors as an element of the list that Concatenate gets."""
    shapes = _literal(found.group(1))
    pairs = [place for place, shape in enumerate(shapes) if _is_nested(shape)]
    if len(pairs) != 1 or len(shapes) != 2:
        return None
    place = pairs[0]
    other = shapes[1 - place]
    fitting = [
        number
        for number, shape in enumerate(shapes[place])
        if isinstance(other, tuple) and tuple(shape or ())[1:3] == other[1:3]
    ]
    variable = name_of(failure.passed(_element_of_list(failure, place))) or "skip"
    ordinal = ("first", "second")[place]
    fact = (
        f"Concatenate got {_count(len(shapes[place]), 'tensor')} as the {ordinal} of its list, "
        "expected one. A block returns the pair (next_layer, skip_connection)."
    )
    step = f"{variable}[{fitting[0]}]" if len(fitting) == 1 else f"one of the two: {variable}[1]"
    return f"{fact} Pass {step}."


def _element_of_list(failure: Failure, place: int) -> ast.expr | None:
    for call in failure.calls():
        if call.args and isinstance(call.args[0], ast.List) and len(call.args[0].elts) > place:
            return call.args[0].elts[place]
    return None


def _is_pair(shapes: list[tuple[int | None, ...]]) -> bool:
    """Whether these are the shapes of what a block returns: one after pooling, one before it."""
    if len(shapes) != 2 or any(len(shape) != 4 for shape in shapes):
        return False
    (_, height, width, channels), (_, tall, wide, others) = shapes
    if None in (height, width, tall, wide) or channels != others:
        return False
    assert height and width and tall and wide
    return (height, width) == (tall // 2, wide // 2)


def _list_for_one(_: re.Match[str], failure: Failure) -> str | None:
    if not isinstance(called_on(failure), ast.List):
        return None
    return (
        "a layer got a list, expected one tensor. Take the square brackets around the tensor away."
    )


def _text_or_tuple_for_number(found: re.Match[str], failure: Failure) -> str | None:
    name = next((called(call) for call in failure.calls() if called(call) in LAYERS), None)
    if name is None or re.search(r"[<>]", failure.line):
        return None
    texts = [
        argument.value
        for call in failure.calls()
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(argument, ast.Constant) and argument.value in _NAMES_OF_ARGUMENTS
    ]
    if texts:
        return (
            f"a setting of {name} is the text {texts[0]!r}, expected the value of the argument of "
            f"that name. Take the quotation marks away: {texts[0]}."
        )
    first, second, *_ = (*ARGUMENTS.get(name, ()), "", "")
    kind = _WORDS[found.group(1) or found.group(2)]
    return (
        f"a setting of {name} is a {kind}, expected a number. Its first setting is {first}, its "
        f"second {second}: give them in this order."
    )


_NAMES_OF_ARGUMENTS = {name for names in COURSE_FUNCTIONS.values() for name in names}
_WORDS = {"str": "text", "tuple": "tuple", "list": "list"}


def _shapes(received: str) -> list[tuple[int | None, ...]]:
    return [tuple(_literal(shape)) for shape in re.findall(r"shape=(\([^()]*\))", received)]


def _literal(text: str) -> Sequence[Any]:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ()
    return value if isinstance(value, tuple | list) else ()


def _is_nested(shape: object) -> bool:
    return isinstance(shape, tuple | list) and any(isinstance(size, tuple | list) for size in shape)


# --- too few and too many -------------------------------------------------------------------------


def _too_many_arguments(found: re.Match[str], failure: Failure) -> str:
    function, taken, given = found.groups()
    no_list = _no_list(failure)
    if no_list:
        return no_list
    name, is_method = _plain(function), "." in function and "<locals>" not in function
    if is_method:  # Python counts the object in front of the point too
        taken, given = (
            re.sub(r"\d+", lambda n: str(int(n[0]) - 1), text) for text in (taken, given)
        )
    fact = f"{name} was called with {given} arguments, expected {taken}."
    if name in ("Concatenate", "Add"):
        return f"{fact} Tensors stand in a second pair of brackets, in a list: {name}()([a, b])."
    if name == "<lambda>":
        return f"a lambda was called with {given} arguments, expected {taken}. {LAMBDAS}"
    if name == "apply_gradients":
        return f"{fact} It takes pairs. Write apply_gradients(zip(gradients, weights))."
    if is_method:
        return f"{fact} Leave out what is too much, or pass it by name."
    if name in COURSE_FUNCTIONS and not failure.lines:  # the check calls it as the exercise does
        written = f"{name}({', '.join(COURSE_FUNCTIONS[name])})"
        return f"{fact} Your def line has fewer names than the exercise. Write def {written}:."
    spread = [node.value for node in nodes_in(failure.line) if isinstance(node, ast.Starred)]
    if len(spread) == 1 and isinstance(spread[0], ast.Name) and taken.isdigit():
        star = f"*{spread[0].id}"
        return f"{fact} {star} passes all that it holds. Write {star}[:{taken}]."
    return f"{fact} Compare the call with the def line."


def _layers_one_by_one(_: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        if called(call) == "Sequential" and len(call.args) > 1:
            return (
                f"keras.Sequential got {_count(len(call.args), 'layer')} one by one, expected one "
                "list of them. Put square brackets around all: keras.Sequential([…])."
            )
    return None


def _missing_in_call(_: re.Match[str], failure: Failure) -> str:
    function = next((called(call) for call in failure.calls() if called(call)), "the function")
    step = f"Write {CALLS[function]}." if function in CALLS else f"Look at help({function})."
    missing = _not_passed(function, failure)
    if missing:
        return f"{function} was called without {missing}, expected a value there. {step}"
    return (
        f"{function} was called without something that it needs, expected a value for all that "
        f"has no default. {step}"
    )


def _not_passed(function: str, failure: Failure) -> str:
    """What a call lacks of how it is written; "" where its keywords have other names."""
    call = next((call for call in failure.calls() if called(call) == function), None)
    if call is None or function not in CALLS:
        return ""
    right = calls_in(CALLS[function].partition(", where")[0])[0]
    names = [ast.unparse(one) for one in right.args] + [str(one.arg) for one in right.keywords]
    as_written = dict(zip(ARGUMENTS.get(function, ()), names, strict=False))
    given = [as_written.get(str(one.arg), str(one.arg)) for one in call.keywords]
    missing = [name for name in names[len(call.args) :] if name not in given]
    is_clear = set(given) <= set(names) and all(name.isidentifier() for name in missing)
    return " and ".join(missing) if is_clear else ""


def _class_behind_with(_: re.Match[str], failure: Failure) -> str:
    found = re.search(r"with (.+?) as ", failure.line)
    name = found.group(1) if found else "the class"
    return f"a class stands behind with, expected an object of it. Write {name}()."


def _setting_that_is_called(kind: str, failure: Failure) -> str | None:
    """An argument of the exercises, such as ``max_pooling``, that stands for a layer on a line."""
    known = {name for names in COURSE_FUNCTIONS.values() for name in names}
    names = {called(call) for call in failure.calls()} & known
    return names.pop() if kind in ("bool", "float", "int") and len(names) == 1 else None


def _not_callable(found: re.Match[str], failure: Failure) -> str:
    kind = found.group(1)
    if kind == "KerasTensor":
        return (
            "a tensor was called like a function, expected a layer in front of the brackets. "
            "Write layer(…)(tensor): the layer comes first."
        )
    if kind == "module":
        return (
            "a module was called like a function, expected a name in it. Write the layer's full "
            "name, such as keras.layers.Conv2D."
        )
    if kind in MODULES["keras.optimizers"]:
        return (
            f"an optimizer, {kind}, was called like a function, expected one of its methods. Write "
            "optimizer.apply_gradients(zip(gradients, weights))."
        )
    if kind == "NoneType":
        return (
            "None was called like a function, expected a function or a layer. A function that "
            "ends without return gives None, and so does model.compile. Look at the line that "
            "gives the name in front of the brackets its value."
        )
    if argument := _setting_that_is_called(kind, failure):
        meant = nearest(argument, LAYERS)
        step = f"The layer is keras.layers.{meant}: write that." if meant else "Write another name."
        return (
            f"{argument} was called like a function, and it is an argument, of type {kind}; "
            f"expected a layer. {step}"
        )
    sizes = re.search(r"\.((?:input_|output_)?shape)\(\)", failure.line)
    if sizes and kind in ("tuple", "TensorShape"):
        name = sizes.group(1)
        return (
            f"{name} was called like a function, expected no brackets behind it: it holds the "
            f"sizes already. Write {name} in place of {name}()."
        )
    return (
        f"an object of type {kind} was called like a function: a pair of brackets stands behind "
        "it, expected a function or a layer there. Either a comma or an operator is missing, or a "
        "variable has the name of a function. Look at each name in front of a bracket."
    )


def _unpacked_too_few(found: re.Match[str], failure: Failure) -> str:
    wanted, got = found.groups()
    names = _several_names(failure.line) or f"{wanted} names"
    return (
        f"{got} thing{'' if got == '1' else 's'} on the right were to be spread over {names}, "
        f"expected {wanted}. Write as many names on the left as the right side gives."
    )


def _unpacked_too_many(found: re.Match[str], failure: Failure) -> str:
    wanted = found.group(1)
    names = _several_names(failure.line) or f"{wanted} name{'' if wanted == '1' else 's'}"
    return (
        f"more than {wanted} things were to be spread over {names}, expected {wanted}. Write as "
        "many names on the left as the right side gives."
    )


# --- help -----------------------------------------------------------------------------------------


def called_on(failure: Failure) -> ast.expr | None:
    """What the student wrote for the tensor that the failing layer was called on."""
    calls = failure.calls()
    layers = [argument for argument in map(layer_call, calls) if argument is not None]
    if len(layers) == 1:
        return failure.passed(layers[0])
    blocks = [call for call in calls if called(call) in COURSE_FUNCTIONS and call.args]
    return blocks[0].args[0] if not layers and len(blocks) == 1 else None


def name_of(argument: ast.expr | None) -> str:
    """A variable's name; "" for anything else."""
    return argument.id if isinstance(argument, ast.Name) else ""


def _plain(function: str) -> str:
    owner, _, name = function.rpartition(".")
    name = owner.rpartition(".")[2] if name == "__init__" else name
    return name.removeprefix("tf__")


def _not_connected(found: re.Match[str], failure: Failure) -> str:
    begin, model = found[1], next((c for c in failure.calls() if called(c) == "Model"), None)
    given, outputs = (
        model and written_for(name, position, model)
        for position, name in enumerate(("inputs", "outputs"))
    )
    if begin is None or given is None or outputs is None:
        return (
            "the outputs of the model are not computed from its inputs, expected one network from "
            "the one to the other. It happens when the two are exchanged, when Input is called a "
            "second time, or when a block works on another tensor than it was given. Give "
            "keras.Model the Input that the first layer is called on, then the last tensor."
        )
    fact = f"the outputs of the model are not computed from {ast.unparse(given)}"
    if ast.unparse(outputs) == begin:
        return (
            f"{fact}, expected the Input first and the last tensor second. The two are exchanged. "
            f"Write keras.Model(inputs={begin}, outputs={ast.unparse(given)})."
        )
    if " and " in begin:
        return (
            f"{fact} alone, expected one Input. They begin with {begin}: tensors of two networks "
            "meet. Take all of them from one."
        )
    return (
        f"{fact}, expected the Input with which they begin, {begin}. "
        f"Write keras.Model(inputs={begin}, outputs={ast.unparse(outputs)})."
    )


def _count(number: int, noun: str) -> str:
    words = ("no", "one", "two", "three", "four")
    count = words[number] if number < len(words) else str(number)
    return f"{count} {noun}{'' if number == 1 else 's'}"


_MANY = (
    r"\A(\S+)\(\) takes (from \d+ to \d+|\d+) positional arguments? but (\d+) (?:was|were) given"
)

KINDS: tuple[Kind, ...] = (
    (r"`Concatenate` layer should be called on a list.* input_shape=\(", _list_wanted),
    (r"`Concatenate` layer .*?input_shape=(\[.*\])", _pair_in_list),
    (r"\Atoo many positional arguments", _too_many_for_a_layer),
    (r"\A(\S+)\(\) got multiple values for argument '(\w+)'", _given_twice),
    (r"\AGot multiple values for argument '(\w+)'", _given_twice_to_a_function),
    (
        r"Only input tensors may be passed as positional arguments.*keyword argument: (.*) "
        r"\(of type <class '[\w.]*?(\w+)'>\)",
        _layer_for_tensor,
    ),
    (
        r"All `(inputs|outputs)` values must be KerasTensors.* invalid value (.*) of type "
        r"<class '[\w.]*?(\w+)'>",
        _model_of_something_else,
    ),
    (
        r"\ALayer\.__init__\(\) takes 1 positional argument but 2 were given",
        on_line(
            r"Model\(",
            "keras.Model got one thing in its brackets, expected two: the Input and the last "
            "tensor. Write keras.Model(inputs, outputs).",
        ),
    ),
    (
        r"(?:`inputs` not connected to `outputs`|Output with path .* is not connected to `inputs`)"
        r".*?(?:\. They begin with (.*))?\Z",
        _not_connected,
    ),
    (r"Got 'None' \(of type <class 'NoneType'>\) as input for layer '(\w+)'", _none_for_tensor),
    (r"symbolic KerasTensor cannot be used as a boolean", _truth_of_a_tensor),
    (r"Iterating over a symbolic KerasTensor", _loop_over_a_tensor),
    (
        r'Layer "(\w+)" expects 1 input\(s\), but it received (\d+) input tensors\.(.*)',
        _several_for_one,
    ),
    (r"for %: 'tuple' and 'int'", _list_for_one),
    (
        r"Only instances of `keras\.Layer` can be added to a Sequential model\. Received: (.*) "
        r"\(of type <class '[\w.]*?(\w+)'>\)",
        _no_layer_to_add,
    ),
    (
        r"'[<>]=?' not supported between instances of '(str|tuple|list)' and 'int'|"
        r"'[<>]=?' not supported between instances of 'int' and '(str|tuple|list)'",
        _text_or_tuple_for_number,
    ),
    (_MANY, _too_many_arguments),
    (r"\AMissing required positional argument", _missing_in_call),
    (
        r"\Amissing a required argument: 'inputs'",
        (
            "a model or layer was called without a tensor, expected one in the brackets. To return "
            "a model leave the brackets out: return model."
        ),
    ),
    (
        r"\AYou must pass a `shape` argument",
        "Input was called without a size, expected one. Write keras.Input(input_size).",
    ),
    (
        r"has never been called and thus has no defined (?:in|out)put",
        (
            "a model was asked for a tensor that it does not have yet, expected a network that is "
            "put together from its Input on. A network with skips is no chain for a Sequential: "
            "call each layer or block on a tensor, and end with keras.Model(inputs, outputs)."
        ),
    ),
    (r"\AArgument `name` must be a string|\A'\w+' object is not iterable", _layers_one_by_one),
    (r"\A'(\w+)' object is not callable", _not_callable),
    (
        r"'(\w+)' object is not an iterator",
        (
            "next got a list, expected an iterator, which knows where it is. Write kernels = "
            "iter(weights) once, and next(kernels) wherever one is needed."
        ),
    ),
    (
        r"Tensor is unhashable",
        (
            "a tensor was put into a set or taken for the key of a dict, expected numbers or "
            "names. Make pairs by zip(a, b), and ask where both are true by a & b."
        ),
    ),
    (r"truth value of an array with more than one element is ambiguous", _truth_of_an_array),
    (r"'type' object does not support the context manager protocol", _class_behind_with),
    (
        r"found return value of type (\w+), which is not a Tensor",
        (
            r"a function under @tf.function returned a thing of type \1, expected tensors. Return "
            "a tensor, such as loss."
        ),
    ),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)", _unpacked_too_few),
    (r"too many values to unpack \(expected (\d+)", _unpacked_too_many),
)
