"""The reference answers of the notebook in raw operations."""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID")


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3], method="nearest")


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for height, width, n_in, n_out in shapes:
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        values = generator.uniform((height, width, n_in, n_out), -limit, limit)
        weights.append(tf.Variable(values))
    return weights


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = conv2d_down(signal, next(kernels))
        signal = conv2d_down(signal, next(kernels))
        skips.append(signal)
        signal = maxpool_down(signal)
    signal = conv2d_down(signal, next(kernels))
    signal = conv2d_down(signal, next(kernels))
    for skip in reversed(skips):
        signal = conv2d_up(maxpool_up(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = conv2d_up(signal, next(kernels))
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    losses = targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p)
    return -tf.reduce_mean(losses)


def road_iou(targets, predictions):
    truth, found = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(truth & found)
    either = tf.math.count_nonzero(truth | found)
    return tf.where(either > 0, both / either, 1.0)


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = binary_crossentropy(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
