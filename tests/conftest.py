"""What all tests share: the profiles of hypothesis.

``ci`` (the default) draws the same examples every time, so a failure is a failure for everybody;
``dev`` draws new ones: ``HYPOTHESIS_PROFILE=dev pytest tests/case``.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile(
    "dev", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
