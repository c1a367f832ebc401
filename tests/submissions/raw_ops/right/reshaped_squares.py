"""Pooling by reshaping, leaky relu as a maximum, skips in a dict: the gradients are the same."""

import keras
import numpy as np
import tensorflow as tf


def conv2d_down(inputs, kernel):
    s = keras.ops.conv(inputs, kernel, 1, padding="same")
    return tf.maximum(0.2 * s, s)


def maxpool_down(inputs):
    s = tf.shape(inputs)
    h, w = s[1] // 2, s[2] // 2
    x = inputs[:, : 2 * h, : 2 * w]
    x = tf.reshape(x, [s[0], h, 2, w, 2, inputs.shape[-1]])
    return tf.reduce_max(x, axis=[2, 4])


def conv2d_up(inputs, kernel, strides=1):
    s = tf.shape(inputs)
    out = tf.stack([s[0], s[1] * strides, s[2] * strides, tf.shape(kernel)[2]])
    y = tf.nn.conv2d_transpose(inputs, kernel, out, [1, strides, strides, 1])
    return tf.nn.relu(y) - 0.2 * tf.nn.relu(-y)


def maxpool_up(inputs):
    return tf.repeat(tf.repeat(inputs, 2, 1), 2, 2)


def make_weights(shapes, seed):
    rng = np.random.default_rng(seed)
    return [
        tf.Variable(
            rng.uniform(-1, 1, s).astype(np.float32)
            * np.float32(np.sqrt(6 / (s[0] * s[1] * (s[2] + s[3])))),
            name=f"k{i}",
        )
        for i, s in enumerate(shapes)
    ]


def model(images, weights):
    x = images
    skips = {}
    i = 0
    for level in range(3):
        x = conv2d_down(x, weights[i])
        x = conv2d_down(x, weights[i + 1])
        skips[level] = tf.identity(x)
        x = maxpool_down(x)
        i += 2
    x = conv2d_down(conv2d_down(x, weights[6]), weights[7])
    i = 8
    for level in (2, 1, 0):
        x = maxpool_up(x)
        x = conv2d_up(x, weights[i])
        x = keras.ops.concatenate([x, skips[level]], -1)
        x = conv2d_up(x, weights[i + 1])
        i += 2
    logits = tf.nn.convolution(x, weights[-1], padding="SAME")
    return tf.clip_by_value(keras.activations.sigmoid(logits), 1e-7, 1 - 1e-7)


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return tf.reduce_mean(-tf.math.log(tf.where(targets > 0.5, p, 1 - p)))


def road_iou(targets, predictions):
    p = tf.cast(tf.greater(predictions, 0.5), tf.float32)
    inter = tf.reduce_sum(p * targets)
    union = tf.reduce_sum(tf.maximum(p, targets))
    if union == 0:
        return 1.0
    return inter / union


@tf.function(reduce_retracing=True)
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(weights)
        loss = binary_crossentropy(targets, model(images, weights))
    grads = tape.gradient(loss, weights)
    optimizer.apply_gradients([(g, w) for g, w in zip(grads, weights)])
    return loss
