# The worker's image; the CLI and the simulator are in it too. Debian, not Alpine: Temporal's native core needs glibc.
# The digest is that of Node 24.18.0; raise tag and digest together.
FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The sources are not there yet, so that `prepare` has nothing to build; no dependency needs a script of its own.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
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
