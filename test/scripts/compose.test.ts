import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

type Service = {
  image: string;
  command?: string[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  healthcheck?: unknown;
  network_mode?: string;
  ports?: string[];
  profiles?: string[];
  restart?: string;
  stop_grace_period?: string;
  volumes?: string[];
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const compose = parse(read('docker-compose.yml')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  test.each(services)('%s: the image is pinned', (_name, service) => {
    expect(service.image).toMatch(/^[\w./-]+:\d+(\.\d+)+[\w.-]*$/);
  });

  test.each(services)('%s: what it waits for exists and can come true', (_name, service) => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const target = compose.services[other];
      expect(target).toBeDefined();
      expect(target?.profiles).toBeUndefined();
      if (condition === 'service_healthy') expect(target?.healthcheck).toBeDefined();
      if (condition === 'service_completed_successfully') expect(target?.restart).toBe('on-failure');
    }
  });

  test.each(services)(
    '%s: mounts files of this repository, declared volumes or the user’s own files',
    (_name, service) => {
      for (const [source = ''] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
        const isUsers = ['./withdrawals.toml', './secrets'].includes(source);
        expect(isUsers || (source.startsWith('./') ? existsSync(join(root, source)) : source in compose.volumes)).toBe(
          true,
        );
      }
    },
  );

  test.each(services)('%s: publishes on loopback only', (_name, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test.each(services)('%s: has no password of its own', (_name, service) => {
    const secrets = Object.entries(service.environment ?? {}).filter(([name]) => /PASSWORD|PWD|SECRET|KEY/.test(name));
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?.+\}$/);
  });

  test('worker: is told its configuration and its namespace, which is the one that is created', () => {
    const environment = compose.services['worker']?.environment ?? {};
    expect(Object.keys(environment).sort()).toEqual(['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'WITHDRAWALS_CONFIG']);
    expect(compose.services['temporal-namespace']?.environment).toMatchObject({
      TEMPORAL_NAMESPACE: environment['TEMPORAL_NAMESPACE'],
      RETENTION: '720h',
    });
    expect(compose.services['worker']?.volumes).toContain(`./withdrawals.toml:${environment['WITHDRAWALS_CONFIG']}:ro`);
  });

  test('worker: may drain longer than its 60 s of grace', () => {
    expect(Number.parseInt(compose.services['worker']?.stop_grace_period ?? '', 10)).toBeGreaterThan(60);
  });

  test('simulator: only by profile, and only the worker reaches it', () => {
    expect(compose.services['simulator']).toMatchObject({ profiles: ['simulator'], network_mode: 'service:worker' });
  });
});

describe('Dockerfile', () => {
  test('behavior: builds without development packages, runs as another user than root', () => {
    const lines = read('Dockerfile').split('\n');
    const wanted = ['RUN npm ci --ignore-scripts', 'USER node', 'CMD ["node", "dist/workers/main.js"]'];
    expect(lines).toEqual(expect.arrayContaining(wanted));
    expect(read('Dockerfile')).toContain('npm prune --omit=dev');
  });

  test('behavior: the build context holds every folder that the build compiles, and nothing by default', () => {
    const allowed = read('.dockerignore').split('\n');
    const { include } = JSON.parse(read('tsconfig.build.json')) as { include: string[] };
    expect(allowed).toContain('*');
    expect(allowed).toEqual(expect.arrayContaining(include.map((folder) => `!${folder}`)));
  });
});
