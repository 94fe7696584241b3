import { fileURLToPath } from 'node:url';

import config from '../../jest.config.js';

/* Only for recording: the server project, run with the one file that is no test. */
const server = config.projects.find(({ displayName }) => displayName === 'server');

export default {
  ...server,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/replay/record.ts'],
  testTimeout: 120_000,
  maxConcurrency: 40,
};
