# reportgen as a command in a small image: docker build -t reportgen .
# docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" reportgen build orders.csv
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY reportgen reportgen
COPY templates templates
# The lock pins every package by version and hash; only those that pyproject.toml names to run are kept.
RUN python -m venv /opt/reportgen \
 && /opt/reportgen/bin/pip install --no-cache-dir --no-compile --constraint requirements.lock . \
 && find /opt/reportgen -type d -name tests -prune -exec rm -rf {} + \
 && rm -rf /opt/reportgen/lib/python3.11/site-packages/pip*

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 reportgen
COPY --from=build /opt/reportgen /opt/reportgen
ENV PATH=/opt/reportgen/bin:$PATH PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["reportgen"]
CMD ["--help"]
