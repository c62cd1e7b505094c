# One image for every process of the installation; compose.yaml says which process runs which command.
# It is for linux/amd64: tensorflow-cpu 2.12.1 has no Linux wheel for another processor.

FROM python:3.11-slim-bookworm AS build

# multidict 5.2.0, which Sanic 21.12 asks for, has no wheel: installing it takes a C compiler.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m pip install --no-cache-dir uv==0.13.9

ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev

COPY . .
ENV PATH=/app/.venv/bin:$PATH
# The model is trained against a database that is thrown away: the image carries models/ and no state, no key and no cache.
RUN export STATE_DIR=/tmp/build RASA_CACHE_DIRECTORY=/tmp/build/cache HOME=/tmp/build \
    && python manage.py migrate --no-input \
    && python manage.py catalogue load \
    && python manage.py train \
    && rm -rf /tmp/build
# A file that only its owner could read where the image was built must be readable by the user below, and writable by nobody.
RUN chmod -R a+rX,go-w /app


FROM python:3.11-slim-bookworm

RUN useradd --system --user-group --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin assistant \
    && install --directory --owner=assistant --group=assistant --mode=0750 /data
COPY --from=build /app /app

WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    STATE_DIR=/data \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    RASA_TELEMETRY_ENABLED=false
USER assistant
VOLUME /data
EXPOSE 8000

# For the web process, which is the default command. It asks as the host 127.0.0.1, so ALLOWED_HOSTS must hold that too.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "uvicorn", "bot.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--lifespan", "off", "--no-proxy-headers"]
