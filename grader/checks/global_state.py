"""The global settings of Keras, TensorFlow and NumPy, as the course has them while a check looks.

A notebook may have changed any of them, in a cell above or by a training that was interrupted, and
a right answer must stay right. So ``usual`` puts them into one known state, and afterwards puts
back what was there. What a student writes in her function still counts: it runs inside.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError

Value = str | float | bool | dict[str, bool] | None
Library = Any  # the module of Keras or of TensorFlow

_LONGEST_VALUE = 60  # characters, in a note


class OtherBackend(CourseError):
    """Keras was told to compute with another library than TensorFlow."""


@dataclass(frozen=True)
class Setting:
    """A global setting of a library, known by the function with which a notebook changes it.

    ``usual`` is what a fresh process has, and the course. ``tells`` says whether a network
    computes otherwise with it, which is worth a note.
    """

    function: str
    usual: Value
    read: Callable[[Library], Any]
    write: Callable[[Library, Any], object]
    tells: bool = True

    @property
    def library(self) -> Library | None:
        """The library, if it is imported; one that is not has nothing to put back."""
        name = {"keras": "keras", "tf": "tensorflow"}[self.function.partition(".")[0]]
        module = sys.modules.get(name)
        return module if hasattr(module, "config") else None  # not while it is being imported

    def call(self, value: Value) -> str:
        """How a notebook came by this value."""
        is_switch = "able_" in self.function  # enable_…, disable_…
        return f"{self.function}({'' if is_switch else repr(value)[:_LONGEST_VALUE]})"


@contextlib.contextmanager
def usual() -> Iterator[None]:
    """Every setting as the course has it; at the end as it was before, come what may.

    The working folder stays what it is, unless the block changes it.
    """
    import numpy as np

    with contextlib.ExitStack() as stack:
        stack.callback(os.chdir, _working_folder())
        for setting in SETTINGS:
            if (library := setting.library) is not None:
                stack.callback(_set, setting, library, setting.read(library))
                _set(setting, library, setting.usual)
        stack.enter_context(_eagerly())  # a strategy brings its own mode along
        stack.enter_context(np.errstate(**_NUMPY_ERRORS))
        stack.enter_context(np.printoptions(**_NUMPY_PRINTS))
        yield


def unusual() -> dict[str, Value]:
    """What is set otherwise now: the function that sets it, and its value as JSON.

    Only settings that a network computes with stand here.
    """
    found = (
        (setting, _plain(setting.read(library)))
        for setting in SETTINGS
        if setting.tells and (library := setting.library) is not None
    )
    return {setting.function: value for setting, value in found if value != setting.usual}


def note(settings: Mapping[str, Value]) -> str:
    """One sentence for a student whose notebook has these settings; empty when it has none."""
    calls = [
        f"`{setting.call(settings[setting.function])}`"
        for setting in SETTINGS
        if setting.tells and setting.function in settings
    ]
    if not calls:
        return ""
    it = "it" if len(calls) == 1 else "them"
    return (
        f"This notebook has called {' and '.join(calls)}. The check looked without {it}, which "
        f"costs nothing; everything else in the notebook runs with {it}."
    )


def require_tensorflow() -> None:
    """Raise ``OtherBackend`` when Keras runs on something else, which only a new kernel changes."""
    keras: Any = sys.modules.get("keras")
    if hasattr(keras, "config") and (backend := keras.config.backend()) != "tensorflow":
        raise OtherBackend(
            f"Keras computes with {backend} here, expected tensorflow. It was told so by the "
            "environment variable KERAS_BACKEND or by the file .keras/keras.json in your home "
            "folder. Remove that and restart the kernel."
        )


@contextlib.contextmanager
def _eagerly() -> Iterator[None]:
    """TensorFlow computes at once, also where a notebook went back to the graphs of version 1."""
    tf: Any = sys.modules.get("tensorflow")
    if not hasattr(tf, "config") or tf.executing_eagerly():
        yield
        return
    from tensorflow.python.eager import context

    with context.eager_mode():
        yield


def _working_folder() -> str:
    """Where the block runs: the present folder, or one that exists when it was deleted."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        os.chdir(tempfile.gettempdir())
        return os.getcwd()


def _set(setting: Setting, library: Library, value: Any) -> None:
    """Some of these functions take their time, so they are called where that changes anything."""
    if _plain(setting.read(library)) != _plain(value):
        setting.write(library, value)


def _plain(value: Any) -> Value:
    """A dtype policy by its name, a strategy by its class, callbacks by whether there are any."""
    if isinstance(value, tuple):
        return bool(value)
    if isinstance(value, str | int | float | dict | None):
        return value
    return str(getattr(value, "name", type(value).__name__))


# NumPy's own defaults.
_NUMPY_ERRORS: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
_NUMPY_PRINTS: Any = {"precision": 8, "threshold": 1000, "suppress": False, "legacy": False}


# Where a library offers no public function to read a setting or to undo it, its own module is
# asked; the tests set every one of them and look whether it came back.


def _of_keras(name: str, usual: Value) -> Setting:
    """A setting that ``keras.config`` reads by this name, and sets by ``set_`` before it."""
    return Setting(
        f"keras.config.set_{name}",
        usual,
        lambda keras: getattr(keras.config, name)(),
        lambda keras, value: getattr(keras.config, f"set_{name}")(value),
    )


def _with_filtered_traceback(keras: Library, filtered: bool) -> None:
    switch = "enable" if filtered else "disable"
    getattr(keras.config, f"{switch}_traceback_filtering")()


def _is_as_version_1(_: Library) -> bool:
    from tensorflow.python import tf2

    return not tf2.enabled()


def _with_version_1(tf: Library, wanted: bool) -> None:
    """What ``disable_v2_behavior`` changes, but for eager execution, which no call brings back."""
    from tensorflow.python import tf2

    switch = "disable" if wanted else "enable"
    getattr(tf2, switch)()
    for behavior in ("v2_tensorshape", "resource_variables", "tensor_equality", "control_flow_v2"):
        getattr(tf.compat.v1, f"{switch}_{behavior}")()


def _with_strategy(tf: Library, wanted: Any) -> None:
    with contextlib.suppress(RuntimeError):  # entered by hand, it can only be left by hand
        tf.distribute.experimental_set_strategy(wanted)


def _callbacks(_: Library) -> tuple[Any, ...]:
    """What looks at each operation in this thread: the check of numerics, dumps for debugging."""
    from tensorflow.python.eager import context

    return tuple(context.context().op_callbacks)


def _with_callbacks(tf: Library, wanted: Any) -> None:
    from tensorflow.python.framework import op_callbacks

    for callback in _callbacks(tf):
        op_callbacks.remove_op_callback(callback)
    for callback in wanted or ():
        op_callbacks.add_op_callback(callback)


def _is_deterministic(_: Library) -> bool:
    from tensorflow.python.framework import config

    return bool(config.is_op_determinism_enabled())


def _with_determinism(tf: Library, wanted: bool) -> None:
    from tensorflow.python.framework import config

    config.enable_op_determinism() if wanted else config.disable_op_determinism()


def _debugs_data(_: Library) -> bool:
    from tensorflow.python.data.ops import debug_mode

    return bool(debug_mode.DEBUG_MODE)


def _with_data_debugging(_: Library, wanted: bool) -> None:
    from tensorflow.python.data.ops import debug_mode

    debug_mode.toggle_debug_mode(wanted)


def _shorter_numbers(tf: Library) -> dict[str, bool]:
    """Which of the graph optimizer's rewrites to float16 or bfloat16 are on."""
    options = tf.config.optimizer.get_experimental_options()
    return {name: on for name, on in options.items() if on and "mixed_precision" in name}


def _with_shorter_numbers(tf: Library, wanted: dict[str, bool]) -> None:
    off = dict.fromkeys(_shorter_numbers(tf), False)
    tf.config.optimizer.set_experimental_options(off | wanted)


def _converts_types(_: Library) -> str:
    """The mode in which TensorFlow converts types by itself; Keras fails in both that there are.

    Without a mode, NumPy's methods and operators for tensors may be on: a student's function may
    need them, and they do no harm.
    """
    from tensorflow.python.framework import ops

    mode: str = ops.promo_mode_enum_to_string(ops.get_dtype_conversion_mode())
    return mode if ops.is_auto_dtype_conversion_enabled() else ""


def _with_converted_types(_: Library, mode: str) -> None:
    from tensorflow.python.framework import ops

    ops.set_dtype_conversion_mode(mode or "legacy")


SETTINGS = (
    # Keras makes its first policy out of floatx, so floatx comes first.
    _of_keras("floatx", "float32"),
    _of_keras("dtype_policy", "float32"),
    _of_keras("image_data_format", "channels_last"),
    _of_keras("epsilon", 1e-7),
    _of_keras("max_epochs", None),
    _of_keras("max_steps_per_epoch", None),
    Setting(
        "keras.config.disable_traceback_filtering",
        False,
        lambda keras: not keras.config.is_traceback_filtering_enabled(),
        lambda keras, value: _with_filtered_traceback(keras, not value),
        tells=False,
    ),
    Setting(
        "tf.config.run_functions_eagerly",
        False,
        lambda tf: tf.config.functions_run_eagerly(),
        lambda tf, value: tf.config.run_functions_eagerly(value),
    ),
    Setting(
        "tf.config.optimizer.set_jit",
        "",
        lambda tf: tf.config.optimizer.get_jit(),
        lambda tf, value: tf.config.optimizer.set_jit(value or False),
    ),
    Setting(
        "tf.config.optimizer.set_experimental_options",
        {},
        _shorter_numbers,
        _with_shorter_numbers,
    ),
    Setting(
        "tf.config.experimental.enable_op_determinism",
        False,
        _is_deterministic,
        _with_determinism,
    ),
    Setting(
        "tf.experimental.numpy.experimental_enable_numpy_behavior",
        "",
        _converts_types,
        _with_converted_types,
    ),
    Setting(
        "tf.compat.v1.disable_v2_behavior",
        False,
        _is_as_version_1,
        _with_version_1,
    ),
    Setting(
        "tf.distribute.experimental_set_strategy",
        None,
        lambda tf: tf.distribute.get_strategy() if tf.distribute.has_strategy() else None,
        _with_strategy,
    ),
    Setting("tf.debugging.enable_check_numerics", False, _callbacks, _with_callbacks),
    Setting("tf.data.experimental.enable_debug_mode", False, _debugs_data, _with_data_debugging),
)
