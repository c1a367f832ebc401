"""By hand where there is a function: padding, tiles, a network that calls itself, other sums."""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    padded = tf.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]])
    return tf.nn.leaky_relu(tf.nn.convolution(padded, kernel, padding="VALID"))


def maxpool_down(inputs):
    return tf.nn.pool(inputs, [2, 2], "MAX", strides=[2, 2], padding="VALID")


def conv2d_up(inputs, kernel, strides=1):
    shape = tf.shape(inputs)
    shape = tf.concat([shape[:1], shape[1:3] * strides, tf.shape(kernel)[2:3]], axis=0)
    sums = tf.nn.conv2d_transpose(inputs, kernel, shape, [strides, strides], "SAME")
    return tf.nn.relu(sums) - 0.2 * tf.nn.relu(-sums)


def maxpool_up(inputs):
    shape = tf.shape(inputs)
    tiles = tf.tile(inputs[:, :, None, :, None, :], [1, 1, 2, 1, 2, 1])
    return tf.reshape(tiles, [shape[0], 2 * shape[1], 2 * shape[2], inputs.shape[-1]])


def make_weights(shapes, seed):
    weights = []
    for number, (height, width, n_in, n_out) in enumerate(shapes):
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        shares = tf.random.stateless_uniform((height, width, n_in, n_out), (seed, number), -1, 1)
        weights.append(tf.Variable(limit * shares))
    return weights


def model(images, weights):
    def level(signal, number):
        signal = conv2d_down(signal, weights[2 * number])
        signal = conv2d_down(signal, weights[2 * number + 1])
        if number == 3:
            return signal
        below = level(maxpool_down(signal), number + 1)
        enlarged = conv2d_up(maxpool_up(below), weights[12 - 2 * number])
        return conv2d_up(tf.concat([enlarged, signal], -1), weights[13 - 2 * number])

    return tf.nn.sigmoid(tf.nn.conv2d(level(images, 0), weights[-1], [1, 1], "VALID"))


def binary_crossentropy(targets, predictions):
    p = tf.minimum(tf.maximum(predictions, 1e-7), 1 - 1e-7)
    road = tf.reduce_sum(targets * tf.math.log(p))
    rest = tf.reduce_sum((1 - targets) * tf.math.log1p(-p))
    return -(road + rest) / tf.cast(tf.size(targets), tf.float32)


def road_iou(targets, predictions):
    found = tf.cast(predictions > 0.5, targets.dtype)
    both = tf.tensordot(tf.reshape(targets, [-1]), tf.reshape(found, [-1]), 1)
    either = tf.reduce_sum(targets) + tf.reduce_sum(found) - both
    return tf.cond(either > 0, lambda: both / either, lambda: 1.0)


@tf.function()
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(weights)
        loss = binary_crossentropy(targets, model(images, weights))
    pairs = [(tape.gradient(loss, weight), weight) for weight in weights]
    del tape
    optimizer.apply_gradients(pairs)
    return tf.identity(loss)
