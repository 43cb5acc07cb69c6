# One image, a process each: the command in docker-compose.yml says which part a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app
WORKDIR /app

# The dependencies change rarely: a layer of their own.
COPY requirements/run.lock requirements/run.lock
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/run.lock \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin solicitari

COPY . .
RUN python -m compileall -q contracts chassis services gateway cli demo devstack \
 && printf '#!/bin/sh\nexec python -m cli "$@"\n' >/usr/local/bin/solicitari && chmod 0755 /usr/local/bin/solicitari

USER 10001
ENV HEALTH_FILE=/tmp/health.json
CMD ["solicitari", "--help"]
