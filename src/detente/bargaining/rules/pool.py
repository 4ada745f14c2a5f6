"""Half the Condorcet election, half its mean dressed with the errors seen on real decisions."""

import numpy as np

from detente.bargaining.model import SCALE, Floats, Positions, Rule, Spread, shares
from detente.bargaining.rules.condorcet import lasting, options, victories
from detente.bargaining.seen import ERRORS, NARROWED

__all__ = ["POOL", "averaged", "dressed"]


def averaged(given: Positions) -> Spread:
    """Return the Condorcet election, averaged over what nobody knows of its weights.

    Capability counts fully or by its square root, salience once or squared, and a side wins in proportion to
    its votes or to their root: eight elections, each as good as the others.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    Spread
        Over the different positions of each bargain.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> averaged(positions([0, 100])).shares.round(6).tolist()
    [[0.5, 0.5]]
    """
    choices, there = options(given)
    found = np.zeros(choices.shape)
    for capability in (given.capability, np.sqrt(given.capability)):
        for salience in (given.salience, given.salience**2):
            weight = shares(capability * salience, given.present)
            for root in (False, True):
                found += lasting(victories(given, choices, weight, root), there)
    return Spread(choices, found / found.sum(axis=1, keepdims=True))


def dressed(election: Spread, errors: Floats) -> Spread:
    """Return half a distribution, and half its mean with errors on both sides, cut at the ends of the scale.

    Parameters
    ----------
    election
        Distributions over the positions.
    errors
        (E,) distances from the mean, each as likely as the others and as likely below as above it.

    Notes
    -----
    A pool of distributions that are each as wide as they should be is too wide, so the errors are narrowed
    (Gneiting and Ranjan 2013, Electronic Journal of Statistics 7:1747, the spread-adjusted linear pool).
    """
    both = NARROWED * np.concatenate([-errors, errors])
    around = np.clip(election.mean[:, None] + both, 0.0, SCALE)
    share = np.full(around.shape, 0.5 / len(both))
    return Spread(
        np.concatenate([election.values, around], axis=1),
        np.concatenate([election.shares / 2, share], axis=1),
    )


def settle(given: Positions) -> Spread:
    """Return the pool.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    Spread
        The averaged election, widened by the errors that it made on past decisions.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> settle(positions([0, 100], salience=[1, 1])).mean.round(6).tolist()
    [50.0]
    """
    return dressed(averaged(given), np.array(ERRORS))


POOL = Rule(
    "pool",
    "pool",
    "Stone 1961, Annals of Mathematical Statistics 32:1339; Roulston and Smith 2003, Tellus A 55:16; "
    "Gneiting and Ranjan 2013, Electronic Journal of Statistics 7:1747",
    "half an election, averaged over its unknown weights, half its mean with the errors it has had",
    settle,
)
