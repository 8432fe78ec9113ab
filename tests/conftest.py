"""Settings that every test shares."""

import os

from hypothesis import HealthCheck, settings

# No test may depend on how fast the machine is; and a failure in CI must be repeatable.
settings.register_profile(
    "timbao", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("timbao")

# What a person set for the site of their own must not leak into the tests, nor the tests into it.
for name in [name for name in os.environ if name.startswith("TIMBAO_")]:
    del os.environ[name]
