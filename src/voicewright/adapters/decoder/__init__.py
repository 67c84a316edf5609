"""Strangers' sound files become samples in processes that can do nothing else, one for each file.

`DecoderPool` keeps a few `Cell`s warm; each is a `worker` process, which forks a child for every file: the child shuts itself in, reads
one file, answers and is gone. Nothing that a file does to it is there when the next one comes.
"""

from voicewright.adapters.decoder.pool import DecoderPool

__all__ = ["DecoderPool"]
