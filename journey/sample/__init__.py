"""The bundled sample: two quarters at a telecom operator, synthetic, with frictions of known place and size.

Seven things go wrong on purpose (`PLANTS`), so that everybody can check whether an analysis finds what is there, and
only that. Leaving a plant out changes nothing but what it touched: every random number has an address of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from journey.errors import WrongInput
from journey.model import Definitions, Mapping
from journey.sample.draws import Draws
from journey.sample.frame import frame
from journey.sample.people import people
from journey.sample.plants import PLANTS, Plant, planted
from journey.sample.travel import travel
from journey.sample.using import use
from journey.sample.walk import Walk
from journey.text import _

__all__ = ["PLANTS", "Plant", "definitions", "generate", "mapping", "write"]


def generate(journeys: int = 20_000, seed: int = 7, without: Collection[str] = ()) -> pd.DataFrame:
    """A log of so many journeys, one row per event, always the same for the same arguments.

    Parameters
    ----------
    journeys : int
        How many journeys set out between 5 January and 5 July 2026; about 12 events each.
    seed : int
        Another seed, another log of the same operator.
    without : collection of str
        Names of plants to leave out; ``all`` leaves out every one.

    Returns
    -------
    pandas.DataFrame
        Columns as in data/README.md, ordered by journey and time.

    Raises
    ------
    WrongInput
        Fewer than one journey, or no such plant.

    Examples
    --------
    >>> log = generate(journeys=5, seed=7)
    >>> log.journey_id.nunique(), log.columns[0], log.equals(generate(5, 7))
    (5, 'journey_id', True)
    """
    if journeys < 1:
        raise WrongInput(
            _("A sample of {journeys} journeys holds nothing.").format(journeys=journeys),
            _("Ask for at least one journey."),
        )
    plants = planted(without)
    draws = Draws(seed)
    walk = Walk(draws, people(draws, journeys), plants)
    use(walk, travel(walk))
    log = frame(walk)
    log.attrs["name"] = "sample"
    return log


def write(log: pd.DataFrame, path: str | Path) -> None:
    """Write the log as CSV (.csv, .csv.gz) or Parquet (.parquet); the same log gives the same bytes.

    Raises
    ------
    WrongInput
        The name of the file ends in something else, or its folder is missing.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise WrongInput(
            _("There is no folder {folder} to write the sample to.").format(folder=path.parent),
            _("Make the folder first, or choose another one."),
        )
    if path.name.endswith(".parquet"):
        log.to_parquet(path, index=False)
    elif path.name.endswith((".csv", ".csv.gz")):
        # No time of writing inside the archive: it would change the bytes.
        packed = {"method": "gzip", "mtime": 0} if path.suffix == ".gz" else None
        log.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d %H:%M:%S", compression=packed)
    else:
        raise WrongInput(
            _("The sample cannot be written as {name}.").format(name=path.name),
            _("Let the name end in .csv, .csv.gz or .parquet."),
        )


def mapping() -> Mapping:
    """Which column of the sample plays which part."""
    return Mapping(
        journey="journey_id",
        customer="customer_id",
        touchpoint=("touchpoint",),
        time="time",
        channel="channel",
        stage="stage",
        scores=("nps", "csat", "ces"),
        cost="cost",
        comment="comment",
        initiator="initiator",
        attributes=("segment", "region", "plan", "partner", "agent"),
    )


def definitions() -> Definitions:
    """What success and loss are in the sample.

    The horizon is fixed at 30 days. The default, the 95th percentile of the time to the goal, counts the slowest
    twentieth as failures, so that every long wait would go with failing, planted or not.
    """
    return Definitions(goals=("Service activated",), lost=("Order cancelled",), horizon_s=30 * 86_400.0)
