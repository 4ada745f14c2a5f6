"""The weighted mean of positions, known as the compromise model."""

from detente.bargaining.model import Positions, Rule, Spread, sure

__all__ = ["MEAN"]


def settle(given: Positions) -> Spread:
    """Return the mean of positions, weighted by capability times salience.

    Parameters
    ----------
    given
        B bargains of A actors.

    Returns
    -------
    Spread
        One value in each bargain.

    Examples
    --------
    >>> from detente.bargaining import positions
    >>> settle(positions([0, 100], salience=[0.25, 0.75])).mean.tolist()
    [75.0]
    """
    return sure((given.weight * given.at).sum(axis=1))


MEAN = Rule(
    "mean",
    "weighted mean",
    "Van den Bos 1991; Achen 2006, in Thomson et al., The European Union Decides, ch. 4",
    "all give way in proportion to what they care and can do",
    settle,
)
