"""Questions, forecasts and what came of them: scores, an append-only ledger, backtests."""

from detente.forecast.asking import (
    Shelf,
    ask,
    by_base_rate,
    by_model,
    by_sources,
    expressible,
    reserved,
    shelf,
)
from detente.forecast.benchmark import CREDIT, CROWD, Crowd, crowd, read_crowd
from detente.forecast.evaluation.rivals import RIVALS
from detente.forecast.evaluation.rolling import REFERENCE, Backtest, Line, Trial, backtest_series
from detente.forecast.evaluation.trials import OF_THE_CASE, backtest
from detente.forecast.frozen import ClassScore, Frozen, class_scores, freeze, read_frozen, thawed
from detente.forecast.ledger.admission import today
from detente.forecast.ledger.entries import Audit
from detente.forecast.ledger.keeping import Ledger, audit, now, place, read, record, together
from detente.forecast.ledger.records import (
    BASE_RATE,
    TOGETHER,
    VERDICTS,
    Asked,
    Branch,
    Forecast,
    Record,
    Resolution,
    asked,
)
from detente.forecast.likelihood import WORDS, Range, number, read_words
from detente.forecast.measure.bootstrap import Interval, mean_interval, skill_interval
from detente.forecast.measure.crps import (
    crps_ensemble,
    crps_negative_binomial,
    crps_normal,
    crps_poisson,
    crps_table,
)
from detente.forecast.measure.losses import FLOOR, brier, log_score, ranked, skill, time_weighted
from detente.forecast.measure.reliability import (
    SMALL,
    Decomposition,
    Diagram,
    corp,
    diagram,
    isotonic,
    murphy,
)
from detente.forecast.reading import Resolved, read_forecasts, read_resolutions
from detente.forecast.results import Left, Row, Scored, Scores
from detente.forecast.scoring import score, settled
from detente.forecast.shipped import shipped
from detente.forecast.standing import PUT_OTHERWISE, Marked, Unused, named, peer_scores, whose

__all__ = [
    "BASE_RATE",
    "CREDIT",
    "CROWD",
    "FLOOR",
    "OF_THE_CASE",
    "PUT_OTHERWISE",
    "REFERENCE",
    "RIVALS",
    "SMALL",
    "TOGETHER",
    "VERDICTS",
    "WORDS",
    "Asked",
    "Audit",
    "Backtest",
    "Branch",
    "ClassScore",
    "Crowd",
    "Decomposition",
    "Diagram",
    "Forecast",
    "Frozen",
    "Interval",
    "Ledger",
    "Left",
    "Line",
    "Marked",
    "Range",
    "Record",
    "Resolution",
    "Resolved",
    "Row",
    "Scored",
    "Scores",
    "Shelf",
    "Trial",
    "Unused",
    "ask",
    "asked",
    "audit",
    "backtest",
    "backtest_series",
    "brier",
    "by_base_rate",
    "by_model",
    "by_sources",
    "class_scores",
    "corp",
    "crowd",
    "crps_ensemble",
    "crps_negative_binomial",
    "crps_normal",
    "crps_poisson",
    "crps_table",
    "diagram",
    "expressible",
    "freeze",
    "isotonic",
    "log_score",
    "mean_interval",
    "murphy",
    "named",
    "now",
    "number",
    "peer_scores",
    "place",
    "ranked",
    "read",
    "read_crowd",
    "read_forecasts",
    "read_frozen",
    "read_resolutions",
    "read_words",
    "record",
    "reserved",
    "score",
    "settled",
    "shelf",
    "shipped",
    "skill",
    "skill_interval",
    "thawed",
    "time_weighted",
    "today",
    "together",
    "whose",
]
