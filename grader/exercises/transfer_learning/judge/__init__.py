"""The exercise put together: its parts from the modules beside this one, and its hints."""

from grader.checks.exercise import Exercise, Part, Reference
from grader.exercises.transfer_learning.judge import decoder, encoder, examples, training
from grader.exercises.transfer_learning.probe import FUNCTIONS, NOTEBOOK, PROBES

EXERCISE = Exercise(
    name="transfer_learning",
    title="Transfer learning",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="encoder",
            title="five outputs of a frozen MobileNetV2",
            points=4,
            function=FUNCTIONS["encoder"],
            cases=encoder.CASES,
            probe=PROBES["encoder"],
            judge=encoder.judge_encoder,
            draw_cases=encoder.draw_cases,
        ),
        Part(
            name="upsample",
            title="one step of the decoder",
            points=3,
            function=FUNCTIONS["upsample"],
            cases=decoder.BLOCK_CASES,
            probe=PROBES["upsample"],
            judge=decoder.judge_upsample,
            draw_cases=decoder.draw_block_cases,
        ),
        Part(
            name="decoder",
            title="the four steps with their skip connections",
            points=3,
            function=FUNCTIONS["decoder"],
            cases=decoder.DECODER_CASES,
            probe=PROBES["decoder"],
            judge=decoder.judge_part("decoder"),
            draw_cases=decoder.draw_networks,
        ),
        Part(
            name="output",
            title="the logits and the model",
            points=2,
            function=FUNCTIONS["output"],
            cases=decoder.OUTPUT_CASES,
            probe=PROBES["output"],
            judge=decoder.judge_part("output"),
            draw_cases=decoder.draw_networks,
        ),
        Part(
            name="load_example",
            title="a picture and its mask as the network takes them",
            points=4,
            function=FUNCTIONS["load_example"],
            cases=examples.CASES,
            probe=PROBES["load_example"],
            judge=examples.judge_example,
            draw_cases=examples.draw_cases,
        ),
        Part(
            name="train",
            title="a frozen encoder first, then small steps for all",
            points=4,
            function=FUNCTIONS["train"],
            cases=training.CASES,
            probe=PROBES["train"],
            judge=training.judge_train,
            draw_cases=training.draw_cases,
        ),
    ),
    hints=(
        "The encoder is a network that somebody else has trained; you only choose five of its "
        "tensors. The decoder climbs back from the smallest, and meets one of the others at each "
        "step. What chance decides for a picture has to be decided inside TensorFlow's graph, "
        "once for image and mask together.",
        "`base.get_layer(name).output` is a tensor of the base. In `pets_unet` start from the "
        "last output and go through the others backwards. In `load_example` scale and resize "
        "first, then draw one number and choose between the pair and the mirrored pair. `train` "
        "compiles twice: `trainable` counts at that moment.",
        "A block is a `keras.Sequential` of `Conv2DTranspose`, `BatchNormalization`, `Dropout` if "
        "asked for, `ReLU`. `zip((512, 256, 128, 64), reversed(backbone.outputs[:-1]))` gives the "
        "steps. For chance: `flip = generator.uniform([]) < 0.5`, then `tf.where(flip, image[:, "
        "::-1], image)`, and the same for the mask. Before the second `compile` thaw the encoder, "
        "but not its `BatchNormalization` layers, and take a tenth of the learning rate.",
    ),
    references=(
        Reference(
            "upsample",
            "upsample",
            {
                "input_shape": [8, 8, 320],
                "filters": 512,
                "size": 4,
                "options": {"apply_dropout": True},
            },
            decoder.expected_block,
            (0, 2621440, 2048, 0, 0),
        ),
    ),
)
