"""Names that beginners mean, of Keras, TensorFlow and the course.

Explanations are written where neither Keras nor TensorFlow runs, so their names are declared here;
tests compare them with the libraries. It is what the exercises need, not all that there is.
"""

import difflib
from collections.abc import Iterable, Mapping

from grader import courses

INITIALIZERS = (
    *("he_normal", "he_uniform", "glorot_normal", "glorot_uniform", "lecun_normal"),
    *("random_normal", "random_uniform", "truncated_normal", "zeros", "ones"),
)
ACTIVATIONS = (
    *("relu", "leaky_relu", "relu6", "elu", "selu", "gelu", "swish", "sigmoid", "softmax"),
    *("softplus", "tanh", "linear"),
)
LOSSES = (
    *("sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"),
    *("mean_squared_error", "mean_absolute_error", "mse", "mae"),
)
OPTIMIZERS = ("adam", "adamw", "sgd", "rmsprop", "adagrad", "adadelta", "adamax", "nadam")
METRICS = (
    *("accuracy", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy"),
    *("mse", "mae"),
)
REGULARIZERS = ("l1", "l2", "L1L2")
PADDINGS = ("same", "valid")

IDENTIFIERS: Mapping[str, tuple[str, ...]] = {
    "initializer": INITIALIZERS,
    "activation function": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "metric": METRICS,
    "regularizer": REGULARIZERS,
}
"""Names that Keras takes as text, by what its errors call them."""

LAYERS = (
    *("Activation", "Add", "AveragePooling2D", "BatchNormalization", "CenterCrop", "Concatenate"),
    *("Conv2D", "Conv2DTranspose", "Cropping2D", "Dense", "Dropout", "Flatten", "Input"),
    *("InputLayer", "LeakyReLU", "MaxPooling2D", "ReLU", "Rescaling", "Reshape", "Resizing"),
    *("SeparableConv2D", "Softmax", "SpatialDropout2D", "UpSampling2D", "ZeroPadding2D"),
)
_FUNCTIONS_OF_LAYERS = ("add", "concatenate", "maximum")

MODULES: Mapping[str, tuple[str, ...]] = {
    "keras": (
        *("Input", "Model", "Sequential", "activations", "applications", "backend", "callbacks"),
        *("initializers", "layers", "losses", "metrics", "models", "ops", "optimizers"),
        *("regularizers", "utils"),
    ),
    "keras.layers": (*LAYERS, *_FUNCTIONS_OF_LAYERS),
    "keras.activations": ("relu", "leaky_relu", "sigmoid", "softmax", "tanh", "linear", "elu"),
    "keras.applications": ("MobileNetV2", "MobileNetV3Large", "MobileNetV3Small", "MobileNet"),
    "keras.callbacks": (
        *("BackupAndRestore", "CSVLogger", "Callback", "EarlyStopping", "History"),
        *("ModelCheckpoint", "ReduceLROnPlateau", "TerminateOnNaN"),
    ),
    "keras.initializers": (
        *("HeNormal", "HeUniform", "GlorotNormal", "GlorotUniform", "LecunNormal"),
        *("RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Zeros", "Ones"),
    ),
    "keras.losses": (
        *("SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy"),
        *("MeanSquaredError", "MeanAbsoluteError", *LOSSES[:3]),
    ),
    "keras.metrics": (
        *("MeanIoU", "IoU", "OneHotMeanIoU", "BinaryIoU", "Accuracy", "Mean"),
        *("SparseCategoricalAccuracy", "CategoricalAccuracy", "BinaryAccuracy"),
    ),
    "keras.optimizers": ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Nadam", "schedules"),
    "keras.models": ("Model", "Sequential", "load_model", "clone_model"),
    "keras.ops": (
        *("abs", "argmax", "cast", "clip", "concatenate", "equal", "exp", "image", "log", "max"),
        *("maximum", "mean", "one_hot", "relu", "reshape", "shape", "sigmoid", "softmax", "square"),
        *("squeeze", "stack", "sum", "transpose", "where"),
    ),
    "tensorflow": (
        *("GradientTape", "Variable", "argmax", "cast", "concat", "constant", "convert_to_tensor"),
        *("data", "equal", "exp", "expand_dims", "function", "gather", "image", "io", "keras"),
        *("math", "maximum", "minimum", "newaxis", "nn", "one_hot", "ones", "ones_like", "pad"),
        *("random", "range", "reduce_max", "reduce_mean", "reduce_sum", "reshape", "shape"),
        *("square", "squeeze", "stack", "transpose", "where", "zeros", "zeros_like"),
        *("float32", "int32", "int64", "uint8", "bool"),
    ),
    "tensorflow.data": ("AUTOTUNE", "Dataset"),
    "tensorflow.image": (
        *("decode_image", "decode_jpeg", "decode_png", "flip_left_right", "flip_up_down"),
        *(
            "random_flip_left_right",
            "resize",
            "resize_with_pad",
            "stateless_random_flip_left_right",
        ),
    ),
    "tensorflow.io": ("decode_image", "decode_jpeg", "decode_png", "read_file"),
    "tensorflow.math": (
        *("argmax", "confusion_matrix", "count_nonzero", "exp", "log", "log_softmax"),
        *("reduce_logsumexp", "reduce_max", "reduce_mean", "reduce_sum", "sigmoid", "softplus"),
    ),
    "tensorflow.nn": (
        *("avg_pool2d", "conv2d", "conv2d_transpose", "dropout", "leaky_relu", "log_softmax"),
        *("max_pool2d", "relu", "sigmoid", "softmax", "softmax_cross_entropy_with_logits"),
        "sparse_softmax_cross_entropy_with_logits",
    ),
    "numpy": (
        *("abs", "all", "any", "arange", "argmax", "array", "asarray", "concatenate", "exp"),
        *("float32", "int64", "isnan", "log", "logical_and", "logical_not", "logical_or", "max"),
        *("mean", "min", "minimum", "maximum", "nan", "nanmean", "ones", "pad", "roll", "stack"),
        *("sum", "transpose", "uint8", "where", "zeros", "zeros_like"),
    ),
}
"""Names in modules, by the modules' names as one writes them."""

SHORT_NAMES = {"tensorflow": "tf", "numpy": "np"}

RENAMED = {
    "tensorflow.layers": "keras.layers.Conv2D(…)(tensor), a layer that is made and then called",
    "keras.layers.merge": "keras.layers.concatenate([a, b], axis=3)",
    "keras.layers.Merge": "keras.layers.concatenate([a, b], axis=3)",
    "keras.layers.Deconvolution2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconv2D": "keras.layers.Conv2DTranspose",
    "keras.layers.BatchNorm": "keras.layers.BatchNormalization",
    "keras.layers.BatchNorm2d": "keras.layers.BatchNormalization",
    "keras.layers.Upsample": "keras.layers.UpSampling2D",
    "keras.layers.Concat": "keras.layers.Concatenate",
    "numpy.product": "np.prod",
    "numpy.in1d": "np.isin",
    "tensorflow.log": "tf.math.log",
    "tensorflow.clip": "tf.clip_by_value",
    "tensorflow.image.upsample": "tf.image.resize",
    "tensorflow.mean": "tf.reduce_mean",
    "tensorflow.sum": "tf.reduce_sum",
    "tensorflow.max": "tf.reduce_max",
    "tensorflow.concatenate": "tf.concat",
    "tensorflow.arg_max": "tf.argmax",
    "tensorflow.to_float": "tf.cast(x, tf.float32)",
    "tensorflow.to_int32": "tf.cast(x, tf.int32)",
    "tensorflow.astype": "tf.cast",
    "tensorflow.logical_sum": "tf.reduce_any",
    "tensorflow.set_random_seed": "tf.random.set_seed",
    "tensorflow.assign": "variable.assign(value)",
    "tensorflow.cat": "tf.concat",
    "tensorflow.ceil": "tf.math.ceil",
    "tensorflow.div": "tf.divide",
    "tensorflow.is_nan": "tf.math.is_nan",
    "tensorflow.mul": "tf.multiply",
    "tensorflow.pack": "tf.stack",
    "tensorflow.select": "tf.where",
    "tensorflow.unpack": "tf.unstack",
    "tensorflow.train.GradientDescentOptimizer": "keras.optimizers.SGD(…)",
    "tensorflow.train.RMSPropOptimizer": "keras.optimizers.RMSprop(…)",
    "tensorflow.image.resize_bilinear": "tf.image.resize",
    "tensorflow.random_uniform": "tf.random.uniform",
    "tensorflow.random_normal": "tf.random.normal",
    "tensorflow.truncated_normal": "tf.random.truncated_normal",
    "tensorflow.get_variable": "tf.Variable",
    "tensorflow.count_nonzero": "tf.math.count_nonzero",
    "tensorflow.logsumexp": "tf.reduce_logsumexp",
    "tensorflow.train.AdamOptimizer": "keras.optimizers.Adam()",
    "tensorflow.reduce_logsumexp": "tf.reduce_logsumexp",
    "tensorflow.image.resize_images": "tf.image.resize",
    "tensorflow.image.resize_nearest_neighbor": "tf.image.resize",
    "tensorflow.math.mean": "tf.reduce_mean",
    "tensorflow.math.sum": "tf.reduce_sum",
    "tensorflow.math.max": "tf.reduce_max",
    "tensorflow.data.AUTO": "tf.data.AUTOTUNE",
    "tensorflow.data.experimental.AUTO": "tf.data.AUTOTUNE",
    "keras.backend.int_shape": "x.shape",
    "keras.backend.permute_dimensions": "keras.ops.transpose",
    "keras.backend.switch": "keras.ops.where",
    "keras.backend.flatten": "keras.ops.reshape(x, [-1])",
    "numpy.int": "int",
    "numpy.float": "float",
    "numpy.bool8": "bool",
}
"""Names of other versions, and those that people expect, with what stands for them here."""

FIRST_VERSION = (
    *("placeholder", "Session", "contrib", "global_variables_initializer", "app", "ConfigProto"),
    *("InteractiveSession", "variable_scope", "initialize_all_variables", "reset_default_graph"),
)
"""Names of TensorFlow 1 for what TensorFlow 2 does not need."""

_CONVOLUTION = (
    *("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate"),
    *("activation", "use_bias", "kernel_initializer", "bias_initializer"),
    *("kernel_regularizer", "bias_regularizer", "name"),
)
_REDUCTION = ("axis", "keepdims")
_OPTIMIZER = ("learning_rate", "weight_decay", "clipnorm", "clipvalue", "name")

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "Conv2D": _CONVOLUTION,
    "Conv2DTranspose": _CONVOLUTION,
    "MaxPooling2D": ("pool_size", "strides", "padding", "data_format", "name"),
    "AveragePooling2D": ("pool_size", "strides", "padding", "data_format", "name"),
    "UpSampling2D": ("size", "data_format", "interpolation", "name"),
    "Cropping2D": ("cropping", "data_format", "name"),
    "Dropout": ("rate", "noise_shape", "seed", "name"),
    "Concatenate": ("axis", "name"),
    "concatenate": ("inputs", "axis", "name"),
    "Add": ("name",),
    "Activation": ("activation", "name"),
    "ReLU": ("max_value", "negative_slope", "threshold", "name"),
    "LeakyReLU": ("negative_slope", "name"),
    "BatchNormalization": ("axis", "momentum", "epsilon", "center", "scale", "name"),
    "Input": ("shape", "batch_size", "dtype", "name"),
    "Model": ("inputs", "outputs", "name"),
    "compile": ("optimizer", "loss", "metrics", "loss_weights", "run_eagerly"),
    "fit": (
        *("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_data", "shuffle"),
        *("initial_epoch", "steps_per_epoch", "validation_steps"),
    ),
    **dict.fromkeys(("reduce_sum", "reduce_mean", "reduce_max"), _REDUCTION),
    **dict.fromkeys(("sum", "mean", "max"), _REDUCTION),
    "argmax": ("input", "axis"),
    "softmax": ("logits", "axis"),
    "sparse_softmax_cross_entropy_with_logits": ("labels", "logits", "name"),
    "one_hot": ("indices", "depth", "on_value", "off_value", "axis", "dtype"),
    "resize": ("images", "size", "method", "preserve_aspect_ratio", "antialias"),
    "conv2d": ("input", "filters", "strides", "padding", "data_format", "dilations", "name"),
    "conv2d_transpose": (
        *("input", "filters", "output_shape", "strides", "padding", "data_format", "dilations"),
        "name",
    ),
    "max_pool2d": ("input", "ksize", "strides", "padding", "data_format", "name"),
    "avg_pool2d": ("input", "ksize", "strides", "padding", "data_format", "name"),
    "leaky_relu": ("features", "alpha", "name"),
    "Adam": (*_OPTIMIZER, "beta_1", "beta_2", "epsilon", "amsgrad"),
    "SGD": (*_OPTIMIZER, "momentum", "nesterov"),
    "RMSprop": (*_OPTIMIZER, "rho", "momentum", "epsilon", "centered"),
    "SparseCategoricalCrossentropy": ("from_logits", "ignore_class", "reduction", "axis", "name"),
    "CategoricalCrossentropy": ("from_logits", "label_smoothing", "axis", "reduction", "name"),
    "BinaryCrossentropy": ("from_logits", "label_smoothing", "axis", "reduction", "name"),
    "MeanIoU": (
        *("num_classes", "name", "dtype", "ignore_class", "sparse_y_true", "sparse_y_pred"),
        "axis",
    ),
    "EarlyStopping": (
        *("monitor", "min_delta", "patience", "verbose", "mode", "restore_best_weights"),
        "start_from_epoch",
    ),
    "ModelCheckpoint": (
        *("filepath", "monitor", "verbose", "save_best_only", "save_weights_only", "mode"),
        "save_freq",
    ),
    "MobileNetV2": ("input_shape", "alpha", "include_top", "weights", "input_tensor", "pooling"),
}
"""Arguments of Keras's classes and functions, in the order in which they can stand."""

CALLS = {
    "conv2d": "tf.nn.conv2d(x, kernel, strides, padding)",
    "conv2d_transpose": "tf.nn.conv2d_transpose(x, kernel, output_shape, strides, padding)",
    "max_pool2d": "tf.nn.max_pool2d(x, ksize, strides, padding)",
    "leaky_relu": "tf.nn.leaky_relu(x, alpha=0.2)",
    "one_hot": "tf.one_hot(ids, depth), where depth is the number of classes",
    "clip_by_value": "tf.clip_by_value(x, smallest, largest)",
    "concat": "tf.concat([a, b], axis=-1)",
    "cast": "tf.cast(x, tf.float32)",
    "reshape": "tf.reshape(x, shape)",
    "gather": "tf.gather(x, ids, axis=-1)",
    "where": "tf.where(condition, a, b)",
}
"""How functions are called whose arguments are often forgotten."""

NAMES_FROM_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "lr": ("learning_rate",),
    "kernel": ("kernel_size", "filters"),
    "kernel_size": ("ksize",),
    "filter": ("filters",),
    "stride": ("strides",),
    "pool": ("pool_size", "ksize"),
    "pool_size": ("ksize",),
    "ksize": ("pool_size",),
    "slope": ("alpha", "negative_slope"),
    "negative_slope": ("alpha",),
    "alpha": ("negative_slope",),
    "pad": ("padding",),
    "prob": ("rate",),
    "dropout_prob": ("rate",),
    "dropout": ("dropout_prob", "apply_dropout", "rate"),
    "p": ("rate",),
    "initializer": ("kernel_initializer",),
    "init": ("kernel_initializer",),
    "kernel_init": ("kernel_initializer",),
    "filters": ("n_filters",),
    "n_filters": ("filters",),
    "n_classes": ("num_classes", "depth"),
    "num_classes": ("n_classes", "depth"),
    "input_size": ("input_shape", "shape"),
    "input_shape": ("input_size", "shape"),
    "logits": ("from_logits",),
    "size": ("shape", "strides"),
    "axes": ("axis",),
    "dim": ("axis",),
    "keepdim": ("keepdims",),
    "interpolation": ("method",),
    "validation": ("validation_data",),
    "epoch": ("epochs",),
    "border_mode": ("padding",),
    **dict.fromkeys(("nb_filter", "num_filters", "num_outputs", "out_channels"), ("filters",)),
    **dict.fromkeys(("nb_row", "nb_col", "filter_size"), ("kernel_size",)),
    "subsample": ("strides",),
    "dim_ordering": ("data_format",),
    "bias": ("use_bias",),
    **dict.fromkeys(("concat_axis", "reduction_indices"), ("axis",)),
    "keep_dims": ("keepdims",),
    **dict.fromkeys(("nb_epoch", "num_epochs"), ("epochs",)),
    "activation_fn": ("activation",),
    "weights_initializer": ("kernel_initializer",),
    **dict.fromkeys(("y_true", "targets"), ("labels", "y_true")),
    "y_pred": ("logits",),
}
"""Names of arguments that other libraries, older versions or the course have for Keras's."""

COURSE_FUNCTIONS = courses.current().arguments
"""Arguments of the functions that the exercises ask for."""

PYTORCH = ("torch", "nn", "F")
KERAS_FOR_PYTORCH: Mapping[str, str] = {
    "Conv2d": "keras.layers.Conv2D(n_filters, 3)(tensor), without the channels that come in",
    "ConvTranspose2d": (
        "keras.layers.Conv2DTranspose(n_filters, 3)(tensor), without the channels that come in"
    ),
    "MaxPool2d": "keras.layers.MaxPooling2D(2)(tensor)",
    "BatchNorm2d": "keras.layers.BatchNormalization()(tensor)",
    "Dropout": "keras.layers.Dropout(rate)(tensor)",
    "Dropout2d": "keras.layers.Dropout(rate)(tensor)",
    "ReLU": "keras.layers.ReLU()(tensor)",
    "cat": "keras.layers.concatenate([a, b], axis=3)",
}
"""Names of PyTorch, and what stands for them in Keras."""

KERAS_FOR_FUNCTIONS: Mapping[str, str] = {
    "relu": "activation='relu' in the layer before",
    "softmax": "activation='softmax' in the layer before",
    "sigmoid": "activation='sigmoid' in the layer before",
    "leaky_relu": "activation='leaky_relu' in the layer before",
    "concat": "keras.layers.concatenate([a, b], axis=3)",
    "concatenate": "keras.layers.concatenate([a, b], axis=3)",
    "max_pool": "keras.layers.MaxPooling2D(2)(tensor)",
    "max_pool2d": "keras.layers.MaxPooling2D(2)(tensor)",
    "conv2d": "keras.layers.Conv2D(n_filters, 3)(tensor)",
    "conv2d_transpose": "keras.layers.Conv2DTranspose(n_filters, 3, strides=2)(tensor)",
    "dropout": "keras.layers.Dropout(rate)(tensor)",
    "central_crop": "keras.layers.Cropping2D((rows, columns))(tensor)",
    "crop_to_bounding_box": "keras.layers.Cropping2D((rows, columns))(tensor)",
    "resize_with_crop_or_pad": "keras.layers.Cropping2D((rows, columns))(tensor)",
    "pad": "keras.layers.ZeroPadding2D(…)(tensor)",
}
"""Functions of TensorFlow and NumPy, and what stands for them while a network is put together."""

NOT_NEEDED: Mapping[str, str] = {
    "in_channels": "Keras finds out by itself how many channels come in.",
    "inplace": "Keras always makes a new tensor.",
    "weights": "A layer makes its own. To convolve with a kernel that is there use tf.nn.conv2d.",
}
"""Arguments that Keras's layers have no counterpart for, and why."""

_PICTURES = "Use tf.io.decode_png to read, tf.image.resize to resize, np.pad and slices otherwise."
LIBRARIES: Mapping[str, str] = {
    **dict.fromkeys(("cv2", "torchvision", "PIL", "skimage", "imageio", "scipy"), _PICTURES),
    "sklearn": "Shuffle a list by np.random.default_rng(seed).shuffle(names), and cut it.",
    "torch": "Look for a layer in keras.layers, for numbers in tf.nn.",
    "tensorflow_examples": "Its pix2pix.upsample is what you write yourself here, as upsample.",
}
"""Libraries that tutorials use and the course does not have, and what to do without them."""

INSTALLED = ("keras", "matplotlib", "numpy", "pandas", "tensorflow")

IMPORTS = {
    "keras": "import keras",
    "layers": "from keras import layers",
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "os": "import os",
    "math": "import math",
    "Path": "from pathlib import Path",
}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that ``name`` most probably stands for, whatever its capitals; or none."""
    in_style = sorted(known, key=lambda candidate: candidate[0].isupper() == name[:1].isupper())
    plain = {_plain(candidate): candidate for candidate in in_style}
    found = difflib.get_close_matches(_plain(name), plain, n=1, cutoff=0.75)
    return plain[found[0]] if found else None


def nearest_argument(name: str, known: tuple[str, ...]) -> str | None:
    """The known argument that ``name`` most probably stands for; or none."""
    elsewhere = [meant for meant in NAMES_FROM_ELSEWHERE.get(name, ()) if meant in known]
    return elsewhere[0] if elsewhere else nearest(name, known)


def layer_class(name: str) -> str:
    """The class of a layer by the name that Keras gave it: "conv2d_5" is Conv2D.

    A name that the student chose stays as it is, in quotes.
    """
    stem = _plain(name.rstrip("0123456789").rstrip("_") if "_" in name else name)
    classes = {_plain(layer): layer for layer in LAYERS}
    return classes.get(stem) or classes.get(_plain(name)) or f"the layer {name!r}"


def _plain(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "")
