import { describe, expect, test } from '@jest/globals';

import { serverArguments } from '../../../scripts/server/serverArguments.ts';

const settings = { port: 7001, uiPort: null, databaseFile: '/data/t.sqlite', durable: true, searchAttributes: {} };

describe('serverArguments', () => {
  test('default: durable, without UI, timers on time', () => {
    const line = serverArguments(settings).join(' ');
    expect(line).toContain('--ip 127.0.0.1 --port 7001 --headless --db-filename /data/t.sqlite');
    expect(line).toContain('--sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=FULL');
    expect(line).toContain('history.timerProcessorMaxTimeShift="10ms"');
  });

  test('args: durable false, a UI port and search attributes', () => {
    const line = serverArguments({
      ...settings,
      durable: false,
      uiPort: 8233,
      metricsPort: 9090,
      searchAttributes: { txid: 'Keyword' },
    }).join(' ');
    expect(line).toContain('synchronous=OFF');
    expect(line).toContain('--ui-ip 127.0.0.1 --ui-port 8233');
    expect(line).toContain('--metrics-port 9090');
    expect(line).toContain('--search-attribute txid=Keyword');
    expect(line).not.toContain('--headless');
  });
});
