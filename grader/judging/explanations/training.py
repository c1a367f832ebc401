"""Errors around a training: datasets that are built, fit, tables of its history, files it keeps."""

import ast
import re

from grader.judging.explanations.failure import Failure, Kind, called, nodes_in, on_line

# --- datasets -------------------------------------------------------------------------------------

_MISSING = r"\A(?:\S+\.)?(?:tf__)?(\w+)\(\) missing \d+ required positional arguments?: .+"


def _in_map(found: re.Match[str], failure: Failure) -> str | None:
    """A function that ``Dataset.map`` was to call, and that was called without its arguments."""
    function = found.group(1)
    for call in failure.calls():
        match call:
            case ast.Call(ast.Attribute(attr="map"), [ast.Call(ast.Name(name), [])]):
                if name == function:
                    return (
                        f"Dataset.map got what {function}() gives, expected the function itself: "
                        f"map calls it for each element. Write .map({function}), without brackets "
                        "behind it."
                    )
            case ast.Call(ast.Attribute(attr="map"), [ast.Name(name), *_]):
                if name == function:
                    return (
                        f"Dataset.map gave {function} one thing, expected two: the elements of the "
                        "dataset are no pairs. Begin with one tuple in round brackets: "
                        "tf.data.Dataset.from_tensor_slices((images, masks))."
                    )
    return None


_STEPS = {
    "shuffle": ("the size of its buffer", ".shuffle(500)"),
    "batch": ("the size of a batch", ".batch(batch_size)"),
    "prefetch": ("how much to prepare", ".prefetch(tf.data.AUTOTUNE)"),
    "uniform": ("the shape of what it draws", "generator.uniform([]) for one number"),
    "normal": ("the shape of what it draws", "generator.normal([]) for one number"),
}


def _missing_in_step(found: re.Match[str], failure: Failure) -> str | None:
    step = found.group(1)
    if step not in _STEPS:
        return None
    what, call = _STEPS[step]
    return f"{step} was called without an argument, expected {what}. Write {call}."


def _several_places_of_a_list(_: re.Match[str], failure: Failure) -> str | None:
    for node in nodes_in(failure.line):
        match node:
            case ast.Subscript(ast.Name(several), ast.Name(places)):
                return (
                    f"the list {several} got several places at once, {places}, expected one number "
                    "or a slice: only arrays take more. Write "
                    f"np.array({several})[{places}]."
                )
    return None


_TWO_LISTS = (
    "from_tensor_slices got two things, expected one: a pair of lists is one tuple, in brackets of "
    "its own. Write tf.data.Dataset.from_tensor_slices((images, masks))."
)
_OF_A_SET = (
    "a set has no order, so it takes no index and no slice and cannot be shuffled; expected a "
    "list. Write names = sorted(set(drives)) first."
)


def _none_has_no_length(_: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        if called(call) == "len" and call.args and isinstance(call.args[0], ast.Name):
            name = call.args[0].id
            return (
                f"{name} is None, expected a list. What changes a list in place gives None, such "
                f"as rng.shuffle({name}), {name}.sort() and {name}.append(…). Write that on a line "
                f"of its own, without {name} = in front."
            )
    return None


# --- fit and its callbacks ------------------------------------------------------------------------


def _validation_as_targets(_: re.Match[str], failure: Failure) -> str:
    names = [
        call.args[:2] for call in failure.calls() if called(call) == "fit" and len(call.args) > 1
    ]
    first, second = map(ast.unparse, names[0]) if names else ("dataset", "validation_dataset")
    return (
        f"fit got {second} in its second place, where the true masks stand; a dataset holds them "
        f"already. Give it its name: fit({first}, validation_data={second})."
    )


_OF_PYTORCH = {
    "train": "Keras's model.fit(…) does all of a training",
    "eval": "Keras asks a model by model(x, training=False)",
    "parameters": "Keras's models have trainable_variables, and trainable = False freezes them",
    "state_dict": "Keras keeps weights by model.save_weights(path)",
    "load_state_dict": "Keras reads weights by model.load_weights(path)",
    "cuda": "Keras finds a graphics card by itself",
    "to": "Keras finds a graphics card by itself",
}


def _attribute_of_pytorch(found: re.Match[str], failure: Failure) -> str | None:
    kind, name = found.groups()
    if f".{name}(" not in failure.line or kind in ("NoneType", "str", "list", "tuple", "dict"):
        return None
    if name in _OF_PYTORCH:
        return f"{name} is a method of PyTorch, expected one of Keras. {_OF_PYTORCH[name]}."
    return None


# --- tables ---------------------------------------------------------------------------------------


def _table_of_history(_: re.Match[str], failure: Failure) -> str:
    name = next(
        (
            ast.unparse(call.args[0])
            for call in failure.calls()
            if called(call) == "DataFrame" and call.args
        ),
        "history",
    )
    return (
        f"pd.DataFrame got {name} itself, expected a dictionary of its columns. What fit returns "
        f"has it as an attribute. Write pd.DataFrame({name}.history)."
    )


def _tables_one_by_one(_: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        if called(call) == "concat" and len(call.args) > 1:
            tables = ", ".join(map(ast.unparse, call.args))
            return (
                f"concat got {len(call.args)} tables one by one, expected one list of them. Write "
                f"pd.concat([{tables}])."
            )
    return None


# --- folders and files ----------------------------------------------------------------------------


def _path_plus_text(_: re.Match[str], failure: Failure) -> str:
    sum_of_both = re.search(r"""(\w+) *\+ *f?(["'])/?([^"']+)\2""", failure.line)
    folder, _quote, name = sum_of_both.groups() if sum_of_both else ("folder", "", "name")
    step = f'{folder} / "{name}"' if sum_of_both else f"{folder} / {name}"
    return f"a Path and a text were put together with +, expected /. Write {step}."


def _no_function(found: re.Match[str], failure: Failure) -> str | None:
    """What the check was given is something else; no line of the student's called it."""
    kind = found.group(1)
    if failure.lines or failure.type != "TypeError":
        return None
    return (
        f"what was checked is an object of type {kind}, expected the function of the exercise: a "
        "later line gives its name to something else, as in train = …. Choose another name there, "
        "and run the cell of the function again."
    )


def _lists_of_other_lengths(found: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        match call:
            case ast.Call(ast.Attribute(attr="from_tensor_slices"), [ast.Tuple([first, second])]):
                one, other = ast.unparse(first), ast.unparse(second)
                return (
                    f"{one} and {other} have {found.group(1)} and {found.group(2)} elements, "
                    f"expected as many in both. Print len({one}) and len({other}) before that "
                    "line, and choose both by the same condition."
                )
    return None


_OF_CHECKPOINTS = {
    "save": "model, history, folder",
    "restore": "model, folder",
    "best_epoch": "history",
}


def _checkpoints_exchanged(_: re.Match[str], failure: Failure) -> str | None:
    """Arguments of the course's own functions in another order, or of another kind."""
    if "NoneType" in failure.point:
        return None
    for call in failure.calls():
        name, given = called(call), ", ".join(map(ast.unparse, call.args))
        if f"checkpoints.{name}(" in failure.line and name in _OF_CHECKPOINTS and given:
            wanted = _OF_CHECKPOINTS[name]
            if given == wanted:
                return None
            order = ", in this order" if "," in wanted else ""
            table = " The history is the table of all epochs so far." if name == "save" else ""
            return (
                f"checkpoints.{name} got {given}, expected {wanted}{order}.{table} Write "
                f"checkpoints.{name}({wanted})."
            )
    return None


def _rows_of_a_fit(found: re.Match[str], failure: Failure) -> str:
    n_rows, n_numbers = found.groups()
    fact = f"the columns have {n_rows} rows and the index {n_numbers}, expected as many."
    if ".history" not in failure.line:
        return f"{fact} Give each row its number, or leave index out."
    return (
        f"{fact} fit gave a row for each of {n_rows} epochs. To run one epoch after those that are "
        "done, pass it initial_epoch=done beside epochs=done + 1."
    )


def _no_cache_in_memory(_: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        match call:
            case ast.Call(ast.Attribute(attr="cache" | "snapshot" as step), [ast.Name(folder)]):
                return (
                    f"{step} got {folder}, which is None when nothing is to be kept in a folder, "
                    "expected a path or nothing. Write .cache() for the memory, and use a folder "
                    f"only behind `if {folder} is not None:`."
                )
    return None


def _resize_in_two_numbers(_: re.Match[str], failure: Failure) -> str | None:
    for call in failure.calls():
        if called(call) == "resize" and len(call.args) > 2:
            picture, height, width, *_rest = map(ast.unparse, call.args)
            return (
                "resize got height and width one by one, expected one tuple of the two. Write "
                f"tf.image.resize({picture}, ({height}, {width}), method=…)."
            )
    return None


KINDS: tuple[Kind, ...] = (
    (
        r"\AThe history has 0 rows and the columns",
        (
            "checkpoints.save got an empty history, expected a row for each epoch done. Put the "
            "new row under the others first: history = pd.concat([history, row])."
        ),
    ),
    (
        r"\AThe history has \d+ rows and the columns",
        (
            "checkpoints.save got a history without val_loss, expected it beside loss: the best "
            "epoch is known by it. Pass validation_data=validation_dataset to fit."
        ),
    ),
    (
        r"\AEpoch \d+ was to be saved in .*, but epoch \d+ is there already",
        (
            "checkpoints.save got a history no longer than the one in the folder, expected one row "
            "more. Begin train with history = checkpoints.restore(model, folder), put the row of "
            "each new epoch under it, and save once for each epoch."
        ),
    ),
    (r"\ALength of values \((\d+)\) does not match length of index \((\d+)\)", _rows_of_a_fit),
    (
        r"expected str, bytes or os\.PathLike object, not|takes \d+ positional argument|"
        r"has no len\(\)|"
        r"argument should be a str or an os\.PathLike|missing \d+ required positional argument|"
        r"has no attribute",
        _checkpoints_exchanged,
    ),
    (r"Dimensions (\d+) and (\d+) are not compatible", _lists_of_other_lengths),
    (r"None values not supported|Attempt to convert a value \(None\)", _no_cache_in_memory),
    (_MISSING, _in_map),
    (_MISSING, _missing_in_step),
    (
        r"\A\w+\.set_model\(\) missing",
        (
            "the class of a callback stands in the list, expected an object of it. Make one with "
            "brackets: callbacks=[keras.callbacks.EarlyStopping(patience=5)]."
        ),
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index|"
        r"\Alist indices must be integers or slices, not (?:list|tuple|ndarray|numpy\.ndarray)",
        _several_places_of_a_list,
    ),
    (r"'(?:list|tuple|ndarray)' object has no attribute 'isidentifier'", _TWO_LISTS),
    (r"\A'set' object (?:is not subscriptable|does not support item)", _OF_A_SET),
    (r"object of type 'NoneType' has no len", _none_has_no_length),
    (
        r"When providing `x` as a tf\.data\.Dataset, `y` should not be passed",
        _validation_as_targets,
    ),
    (
        r"\A'\w+' object has no attribute '((fit|evaluate|predict)_generator)'",
        (r"a model has no \1 any more, expected \2, which takes datasets too. Write model.\2(…)."),
    ),
    (r"\A'(\w+)' object has no attribute '(\w+)'", _attribute_of_pytorch),
    (r"\ADataFrame constructor not properly called", _table_of_history),
    (
        r"\Acannot concatenate object of type '<class '[\w.]*History'>'",
        (
            "pd.concat got what fit returns, expected tables. Make a table of each first: "
            "pd.concat([pd.DataFrame(first.history), pd.DataFrame(second.history)])."
        ),
    ),
    (
        r"\Acannot concatenate object of type '<class 'dict'>'",
        (
            "pd.concat got dictionaries, expected tables. Make a table of each first: "
            "pd.concat([pd.DataFrame(first), pd.DataFrame(second)])."
        ),
    ),
    (
        r"for \+: 'dict' and 'dict'",
        (
            "two dictionaries were put together with +, which does not put their lists under each "
            "other. Make a table of each: pd.concat([pd.DataFrame(first), pd.DataFrame(second)])."
        ),
    ),
    (r"\Aconcat\(\) takes 1 positional argument but", _tables_one_by_one),
    (
        r"\A'DataFrame' object has no attribute 'append'",
        (
            "a table of pandas has no append any more, expected pd.concat. Write table = "
            "pd.concat([table, pd.DataFrame(…)], ignore_index=True)."
        ),
    ),
    (
        r"\A\[Errno 17\] File exists",
        (
            "the folder to make is there already, expected that to be no mistake. Write "
            "Path(folder).mkdir(parents=True, exist_ok=True)."
        ),
    ),
    (
        r"\AA total of \d+ objects could not be loaded",
        (
            "a file was read as weights that holds something else, expected the weights of this "
            "model. model.save and a ModelCheckpoint without save_weights_only=True write whole "
            "models. Write model.save_weights(path), or pass save_weights_only=True."
        ),
    ),
    (
        r"\ANo model config found in the file",
        (
            "a file of weights was read as a whole model, which it does not hold. The model is "
            "there already: write model.load_weights(path)."
        ),
    ),
    (r"for \+: '\w*Path' and 'str'", _path_plus_text),
    (
        r"\AObject of type (?:\w+) is not JSON serializable",
        (
            "json was to write something of NumPy, pandas or TensorFlow, expected Python's own "
            "numbers, lists and texts. Write float(x) for a number and x.tolist() for an array, or "
            "keep a table by table.to_csv(path)."
        ),
    ),
    (r"\AGot multiple values for argument 'method'", _resize_in_two_numbers),
    (
        r"\A(?:Got|\S*argmax\S*\(\) got) an unexpected keyword argument 'keepdims'",
        on_line(
            r"argmax\(",
            "tf.argmax got keepdims, expected axis alone: it always takes that axis away. Put it "
            "back afterwards: tf.argmax(x, axis=-1)[..., tf.newaxis].",
        ),
    ),
    (r"\A'(\w+)' object is not callable", _no_function),
    (
        r"\A'Generator' object (?:is not callable|has no attribute '\w+')",
        (
            "a tf.random.Generator draws by its own methods, expected one of them. Write "
            "generator.uniform([]) for a number between 0 and 1."
        ),
    ),
    (
        r"\A'NoneType' object has no attribute '(?:uniform|normal|make_seeds)'",
        (
            "generator is None, as it is for pictures that are only looked at, expected a question "
            "before it is used. Write if generator is not None: and draw below that."
        ),
    ),
)
