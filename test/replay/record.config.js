import { fileURLToPath } from 'node:url';

import config from '../../jest.config.js';

/* For recording alone: the server project, with the one file that its tests leave out. */
const server = config.projects.find(({ displayName }) => displayName === 'server');

export default {
  ...server,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/replay/record.ts'],
  testTimeout: 120_000,
  maxConcurrency: 40,
};
