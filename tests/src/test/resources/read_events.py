"""Prints what TensorBoard itself sees in a folder, as JSON. It checks the checksums of each record."""
import json
import sys

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.backend.event_processing import plugin_event_multiplexer
from tensorboard.util import tensor_util

everything = {kind: 0 for kind in (event_accumulator.SCALARS, event_accumulator.IMAGES, event_accumulator.HISTOGRAMS,
                                   event_accumulator.TENSORS)}
old = event_accumulator.EventAccumulator(sys.argv[1], size_guidance=everything)
old.Reload()
tags = old.Tags()
result = {
    "scalars": {tag: [[e.step, repr(e.value)] for e in old.Scalars(tag)] for tag in tags["scalars"]},
    "images": {tag: [[e.step, e.width, e.height] for e in old.Images(tag)] for tag in tags["images"]},
    "histograms": {
        tag: [[e.step, {"min": h.min, "max": h.max, "num": h.num, "sum": h.sum, "squares": h.sum_squares, "limits": list(h.bucket_limit),
                        "counts": list(h.bucket)}] for e in old.Histograms(tag) for h in [e.histogram_value]]
        for tag in tags["histograms"]
    },
}
# What the histogram dashboard draws: left edge, right edge, count.
pages = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={"histograms": 0, "scalars": 0, "images": 0})
pages.AddRun(sys.argv[1], "run")
pages.Reload()
result["drawn"] = {
    tag: [[e.step, tensor_util.make_ndarray(e.tensor_proto).tolist()] for e in pages.Tensors("run", tag)]
    for tag in tags["histograms"]
}
print(json.dumps(result))
