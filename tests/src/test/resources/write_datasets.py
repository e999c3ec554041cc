"""Writes class folders of images as Parquet, Arrow and tar shards, with the libraries that people use."""
import os
import random
import sys

import webdataset
from datasets import ClassLabel, Dataset, Features, Image

source, target = sys.argv[1:]
classes = sorted(os.listdir(source))
rows = []
for label, name in enumerate(classes):
    for file in sorted(os.listdir(os.path.join(source, name))):
        with open(os.path.join(source, name, file), "rb") as image:
            rows.append({"image": {"bytes": image.read(), "path": file}, "label": label})
random.Random(1).shuffle(rows)
data = Dataset.from_list(rows, features=Features(image=Image(), label=ClassLabel(names=classes)))
os.makedirs(f"{target}/parquet/data")
for i in range(2):
    shard = data.shard(2, i, contiguous=True)
    shard.to_parquet(f"{target}/parquet/data/train-{i:05d}-of-00002.parquet")
data.save_to_disk(f"{target}/arrow", num_shards=2)
os.makedirs(f"{target}/tar")
with webdataset.ShardWriter(f"{target}/tar/train-%04d.tar", maxcount=20) as shards:
    for row in rows:
        key, ending = row["image"]["path"].rsplit(".", 1)
        shards.write({"__key__": key, ending: row["image"]["bytes"], "cls": row["label"]})
open(f"{target}/done", "w").close()
