"""What all tests share: the profiles of hypothesis.

``ci`` (the default) draws the same examples every time, so a failure is a failure for everybody;
``dev`` draws new ones: ``HYPOTHESIS_PROFILE=dev pytest tests/case``.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

#: A machine that is busy with something else is slow, and no failure.
ANY_PACE: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("ci", derandomize=True, **ANY_PACE)
settings.register_profile("dev", max_examples=500, **ANY_PACE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
