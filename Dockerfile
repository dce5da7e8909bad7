# syntax=docker/dockerfile:1
# Two stages: the first installs from the lock, the second carries only what runs.

FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/rackmath
COPY requirements.lock .
RUN /opt/rackmath/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY facts facts
COPY calculators calculators
COPY bot bot
RUN /opt/rackmath/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/rackmath/bin/pip uninstall --yes setuptools pip

FROM python:3.13-slim
RUN pip uninstall --yes pip \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/rackmath rackmath
COPY --from=build /opt/rackmath /opt/rackmath
ENV PATH=/opt/rackmath/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RACKMATH_STATE_DIR=/var/lib/rackmath
USER rackmath
WORKDIR /var/lib/rackmath
# Health, registered commands, and facts.sqlite with what servers have loaded.
VOLUME /var/lib/rackmath
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["rackmath", "health"]
CMD ["rackmath", "run"]
