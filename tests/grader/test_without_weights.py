"""A network whose table is wanted draws no weights; only if it needs them it is built again."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import keras
import numpy as np
import pytest

from grader.checks.layer_tables import without_weights


def network() -> keras.Model:
    inputs = keras.Input((4, 4, 3))
    return keras.Model(inputs, keras.layers.Conv2D(2, 3)(inputs))


def first_weight(model: keras.Model) -> Any:
    return model.layers[1].weights[0]


def raises() -> None:
    network()
    raise ValueError("The student's own mistake")


def joins_other_sizes() -> None:
    keras.layers.concatenate([keras.Input((4, 4, 3)), keras.Input((2, 2, 3))])


def reads_a_weight() -> Any:
    return first_weight(network()).numpy()


def sets_a_weight() -> Any:
    model = network()
    model.layers[1].set_weights([np.ones((3, 3, 3, 2)), np.ones(2)])
    return first_weight(model).numpy()


def makes_a_variable() -> Any:
    return keras.Variable(np.ones(3)).numpy()


def computes() -> Any:
    return np.asarray(network().predict(np.ones((1, 4, 4, 3)), verbose=0))


def trains() -> Any:
    model = network()
    model.compile("sgd", "mse")
    model.fit(np.ones((1, 4, 4, 3)), np.ones((1, 2, 2, 2)), verbose=0)
    return first_weight(model).numpy()


def test_a_network_that_is_only_built_draws_nothing() -> None:
    assert first_weight(without_weights(network)())._value is None


@pytest.mark.parametrize("function", [raises, joins_other_sizes])
def test_what_fails_by_itself_is_not_built_again(function: Callable[[], Any]) -> None:
    asked = Mock(side_effect=function)
    with pytest.raises(ValueError):
        without_weights(asked)()
    assert asked.call_count == 1


@pytest.mark.parametrize(
    "function", [reads_a_weight, sets_a_weight, makes_a_variable, computes, trains]
)
def test_what_computes_gets_numbers(function: Callable[[], Any]) -> None:
    assert np.isfinite(without_weights(function)()).all()
