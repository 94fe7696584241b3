# The worker's image; the CLI and the simulator are in it too. Debian, not Alpine: Temporal's native core needs glibc.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
# The native core reads the system's certificates for TLS, and the slim image has none.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Node sees the host's memory, not the container's: with a memory limit, set --max-old-space-size to about
# three quarters of it (NODE_OPTIONS may be overridden at run time); the native core lives outside this heap.
ENV NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size=1024 --enable-source-maps" \
    # glibc gives every thread a heap of its own, and the native core has many: two are enough and save a tenth.
    MALLOC_ARENA_MAX=2
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
USER node
CMD ["node", "dist/workers/main.js"]
