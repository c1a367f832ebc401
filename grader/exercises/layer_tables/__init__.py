"""What the three exercises on layers share.

``probe`` turns a call into a table of layers; ``judge`` states networks with ``Spec``, compares
and finds the sentences.
"""
