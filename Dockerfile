# One image for web, worker, beat and the migrations; it runs as an ordinary user.
FROM python:3.11-slim-bookworm AS assets
WORKDIR /src
COPY requirements/ requirements/
RUN python requirements/install.py node
COPY package.json package-lock.json .npmrc ./
COPY hotline/__init__.py hotline/assets.py hotline/icons.txt hotline/
RUN .venv/bin/python -m hotline.assets

FROM python:3.11-slim-bookworm AS packages
COPY requirements/lock.txt /lock.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir -r /lock.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TZ=Asia/Shanghai \
    HOTLINE_MODE=production BEHIND_PROXY=1 STATIC_ROOT=/app/static ATTACHMENTS=/data/attachments
RUN useradd --uid 10001 --user-group --home-dir /data --create-home hotline \
 && install -d -o hotline -g hotline /data/attachments /data/beat
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY hotline/ hotline/
COPY seeds/ seeds/
COPY reports/ reports/
COPY intake/ intake/
COPY calls/ calls/
COPY knowledge/ knowledge/
COPY orders/ orders/
COPY units/ units/
COPY --from=assets /src/hotline/static/vendor hotline/static/vendor
# These settings hold for this line alone: collectstatic needs some, and reads none.
RUN SECRET_KEY=build PHONE_KEYS=build:0 ALLOWED_HOSTS=build \
    DATABASE_URL=postgresql://build/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --noinput --skip-checks
USER 10001
EXPOSE 8000
CMD ["uvicorn", "hotline.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--timeout-graceful-shutdown", "10", "--proxy-headers", "--forwarded-allow-ips", "*", \
     "--no-server-header", "--no-access-log"]
