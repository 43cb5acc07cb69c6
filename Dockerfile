# One image, a process each: the command in docker-compose.yml says which part a container is.

# The portal is built here; the image has its files and no Node.
FROM python:3.11-slim-bookworm AS portal
WORKDIR /app
COPY requirements/portal.lock requirements/portal.lock
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/portal.lock
COPY devstack/__init__.py devstack/bootstrap.py devstack/portal.py devstack/
COPY portal portal
RUN python -m devstack.portal build /built

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

COPY --from=portal /built /app/portal-built

USER 10001
ENV PORTAL_FOLDER=/app/portal-built
ENV HEALTH_FILE=/tmp/health.json
CMD ["solicitari", "--help"]
