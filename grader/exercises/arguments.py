"""Arguments of the functions that students write, as the exercises have them.

Of a function that several notebooks ask for in different forms there is none here.
"""

from collections.abc import Mapping

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "conv_block": ("inputs", "n_filters", "dropout_prob", "max_pooling"),
    "upsampling_block": ("expansive_input", "contractive_input", "n_filters"),
    "unet_model": ("input_size", "n_filters", "n_classes"),
    "pixelwise_crossentropy": ("y_true", "logits"),
    "mean_iou": ("y_true", "logits", "n_classes"),
    "compile_unet": ("model",),
    "process_path": ("image_path", "mask_path"),
    "preprocess": ("image", "mask"),
    "create_mask": ("logits",),
    "valid_sizes": ("lowest", "highest"),
    "validate_input": ("height", "width"),
    "get_cropping_shape": ("previous", "current"),
    "contracting_block": ("inputs", "n_filters", "max_pooling"),
    "expanding_block": ("expansive_input", "contractive_input", "n_filters"),
    "original_unet": ("input_size", "n_filters", "n_classes"),
    "encoder": ("input_size", "alpha", "weights"),
    "upsample": ("filters", "size", "apply_dropout"),
    "pets_unet": ("backbone", "n_classes"),
    "load_example": ("image", "mask", "size", "generator"),
    "conv2d_down": ("inputs", "kernel"),
    "maxpool_down": ("inputs",),
    "conv2d_up": ("inputs", "kernel", "strides"),
    "maxpool_up": ("inputs",),
    "make_weights": ("shapes", "seed"),
    "binary_crossentropy": ("targets", "predictions"),
    "road_iou": ("targets", "predictions"),
    "train_step": ("model", "weights", "optimizer", "images", "targets"),
    "border": ("mask", "distance"),
    "boundary_iou": ("truth", "prediction", "distance"),
}
