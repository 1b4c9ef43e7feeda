"""The values in a log of Inspect, each with what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import count, pointer, quoted, within, word
from colophon.importers._evaluations import (
    Place,
    Things,
    name,
    told,
    told_of,
    uncertainty,
    unusable,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.reading import Plain

_JUDGED: Final[tuple[Place, ...]] = (
    ("evaluation.samples", ("scored_samples",), count),
    ("evaluation.samples-unscored", ("unscored_samples",), count),
)
_MEANS: Final = ("accuracy", "mean")
_ERRORS: Final = ("stderr", "bootstrap_stderr")


def results_of(log: Mapping[str, Plain], entry: str) -> Iterator[Evidence | Unread]:
    """Yield the values of a run that came to a good end, or why there are none."""
    scores = within(log.get("results"), "scores")
    if log.get("status") != "success":
        ended = log.get("status")
        how = f"the run ended as `{quoted(str(ended))}`" if ended else "the run did not end"
        yield unusable(f"{entry}/status", f"{how}: what it counted is not its result")
    elif log.get("invalidated", False) is not False:
        yield unusable(
            f"{entry}/invalidated", "samples were declared invalid, and the values rest on them"
        )
    elif within(log.get("results"), "scorer") is not None:
        yield unusable(
            f"{entry}/results/scorer",
            "the scores are in the form of the first versions",
            "Open and write the log anew: `inspect log convert`.",
        )
    elif not isinstance(scores, list) or not scores:
        yield unusable(f"{entry}/results/scores", "nothing was scored")
    else:
        things = Things()
        for index, score in enumerate(scores):
            if isinstance(score, dict) and isinstance(score.get("metrics"), dict):
                yield from _score(log, score, f"{entry}/results/scores/{index}", things)
            else:
                yield unusable(
                    f"{entry}/results/scores/{index}", "a score without metrics stands here"
                )


def _score(
    log: Mapping[str, Plain], score: Mapping[str, Plain], at: str, things: Things
) -> Iterator[Evidence | Unread]:
    """Yield the values of one scorer, and what is told of each."""
    metrics = within(score, "metrics")
    assert isinstance(metrics, dict), "the caller has looked"
    error = next((key for key in _ERRORS if key in metrics), None)
    if not any(key in metrics for key in _MEANS):
        error = None
    for key, metric in metrics.items():
        if key == error:
            continue
        place = f"{at}{pointer('metrics', key)}"
        label, subset = _named(key, metric)
        parts = (
            *(within(log, "eval", "task"), score.get("name")),
            *(label, subset, score.get("reducer")),
        )
        of = things.named(*(part for part in parts if isinstance(part, str)))
        found = value_of(within(metric, "value"), f"{place}/value", of=of)
        yield found
        if isinstance(found, Unread):
            continue
        yield from told("evaluation.metric", label, place, name, of=of)
        yield from told("evaluation.subset", subset, place, name, of=of)
        yield from told("evaluation.scorer", score.get("scorer"), f"{at}/scorer", name, of=of)
        if score.get("name") != score.get("scorer"):
            yield from told("evaluation.aspect", score.get("name"), f"{at}/name", name, of=of)
        yield from told("evaluation.reducer", score.get("reducer"), f"{at}/reducer", word, of=of)
        if subset is None:
            yield from told_of(score, _JUDGED, at=at, of=of)
        if error and key in _MEANS:
            worth = within(metrics, error, "value")
            yield from uncertainty(worth, f"{at}{pointer('metrics', error)}/value", of=of)


def _named(key: str, metric: Plain) -> tuple[str, str | None]:
    """Return what is measured, and of which samples where it is not of all.

    A metric `grouped` gives a value for each group, under the name of the group, and says in its
    parameters what it measures and by what it groups.
    """
    by, measured = within(metric, "params", "group_key"), within(metric, "params", "metric", "name")
    if isinstance(by, str):
        return (measured if isinstance(measured, str) else key), f"{by}: {key}"
    group = within(metric, "group")
    return (f"{group}: {key}" if isinstance(group, str) else key), None
