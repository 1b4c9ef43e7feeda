"""The example of `data_juicer_statistics`: the analysis of four samples.

data-juicer 1.6.1 was not installed, because it needs torch and much else: the script does what
`data_juicer/analysis/overall_analysis.py` does with the statistics of each sample, with pandas.
Run `python data_juicer_statistics.py`.
"""

from pathlib import Path

import pandas as pd

ARTEFACT = Path(__file__).parents[2] / "importers/examples/data_juicer_statistics/artefact"

stats = pd.DataFrame(
    {
        "text_len": [19, 38, 57, 20],
        "special_char_ratio": [0.1, 0.25, 0.2, None],
        "lang": ["en", "no", "en", "en"],
    }
)
percentiles = [0.25, 0.5, 0.75]
columns = [stats[name].describe(percentiles=percentiles, include="all") for name in stats]
ARTEFACT.mkdir(parents=True, exist_ok=True)
pd.DataFrame(columns).T.to_csv(ARTEFACT / "overall.csv")
