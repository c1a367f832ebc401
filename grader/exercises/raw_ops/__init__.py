"""A U-Net for one class, road, in TensorFlow's own operations and without a Keras layer.

Three rooms, each with its probes and its judges: ``operations`` (conv2d_down, maxpool_down,
conv2d_up, maxpool_up), ``network`` (make_weights, model) and ``step`` (binary_crossentropy,
road_iou, train_step). Images are (batch, height, width, channels) float32; kernels of conv2d_down
are (height, width, in, out), those of conv2d_up (height, width, out, in).
"""
