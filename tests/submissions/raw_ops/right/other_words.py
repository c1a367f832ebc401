"""Other operations for the same numbers: Keras's own, NumPy's generator, arithmetic by hand."""

import keras
import numpy as np
import tensorflow as tf


def leaky(values):
    return tf.where(values > 0, values, 0.2 * values)


def conv2d_down(inputs, kernel):
    return leaky(keras.ops.conv(inputs, kernel, strides=1, padding="same"))


def maxpool_down(inputs):
    rows, columns = inputs.shape[1] // 2 * 2, inputs.shape[2] // 2 * 2
    even = inputs[:, :rows, :columns]
    above = tf.maximum(even[:, ::2, ::2], even[:, ::2, 1::2])
    below = tf.maximum(even[:, 1::2, ::2], even[:, 1::2, 1::2])
    return tf.maximum(above, below)


def conv2d_up(inputs, kernel, strides=1):
    return leaky(keras.ops.conv_transpose(inputs, kernel, strides=strides, padding="same"))


def maxpool_up(inputs):
    return tf.repeat(tf.repeat(inputs, 2, axis=1), 2, axis=2)


def make_weights(shapes, seed):
    rng = np.random.default_rng(seed)
    weights = []
    for shape in shapes:
        fan_in = np.prod(shape[:-1])
        fan_out = np.prod(shape) // shape[-2]
        limit = np.sqrt(6 / (fan_in + fan_out))
        weights.append(tf.Variable(rng.uniform(-limit, limit, shape), dtype=tf.float32))
    return tuple(weights)


def model(images, weights):
    def twice(signal, number, operation):
        return operation(operation(signal, weights[number]), weights[number + 1])

    first = twice(images, 0, conv2d_down)
    second = twice(maxpool_down(first), 2, conv2d_down)
    third = twice(maxpool_down(second), 4, conv2d_down)
    signal = twice(maxpool_down(third), 6, conv2d_down)
    for number, skip in ((8, third), (10, second), (12, first)):
        enlarged = conv2d_up(maxpool_up(signal), weights[number])
        signal = conv2d_up(tf.concat((enlarged, skip), 3), weights[number + 1])
    return 1 / (1 + tf.exp(-tf.nn.conv2d(signal, weights[14], 1, "SAME")))


def binary_crossentropy(targets, predictions):
    return tf.reduce_mean(keras.losses.binary_crossentropy(targets, predictions))


def road_iou(targets, predictions):
    measure = keras.metrics.BinaryIoU(target_class_ids=[1], threshold=0.5)
    measure.update_state(targets, predictions)
    road = tf.reduce_sum(targets) + tf.reduce_sum(tf.cast(predictions >= 0.5, tf.float32))
    return tf.where(road > 0, measure.result(), 1.0)


@tf.function(reduce_retracing=True)
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for weight in weights:
            tape.watch(weight)
        loss = binary_crossentropy(targets, model(images, weights))
    optimizer.apply(tape.gradient(loss, weights), weights)
    return loss
