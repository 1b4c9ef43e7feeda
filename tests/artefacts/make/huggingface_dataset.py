"""The example of `huggingface_dataset`: a dataset as it was loaded, and a part of it as saved.

Made with Datasets 5.2.0; run `python huggingface_dataset.py`. What the library says of the files
on this machine is not among what is kept.
"""

import os
import shutil
import tempfile
from pathlib import Path

import datasets

ARTEFACT = Path(__file__).parents[2] / "importers/examples/huggingface_dataset/artefact"

ARTEFACT.mkdir(parents=True, exist_ok=True)
datasets.disable_progress_bars()

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, rows in {"train": 10, "test": 3}.items():
        lines = "".join(f"line {number},{number}\n" for number in range(rows))
        Path(f"{name}.csv").write_text(f"text,number\n{lines}", "utf-8")
    files = {"train": "train.csv", "test": "test.csv"}
    loaded = datasets.load_dataset("csv", data_files=files, cache_dir="cache")
    (info,) = Path("cache").rglob("dataset_info.json")
    shutil.copy(info, ARTEFACT)
    loaded.filter(lambda row: row["number"] < 2).save_to_disk("saved")
    shutil.copy("saved/dataset_dict.json", ARTEFACT)
