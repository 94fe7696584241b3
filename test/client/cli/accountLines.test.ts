import { describe, expect, test } from '@jest/globals';

import { accountLines } from '../../../client/cli/commands/accountLines.ts';
import type { AccountView } from '../../../domain/accountState.ts';

const view: AccountView = {
  account: 'bigone/treasury',
  accountIdentity: 'id-1',
  workerGroup: 'main',
  paused: null,
  lanes: [],
  openClaims: [],
  closedClaims: 2,
  adopted: 0,
  health: [],
  grants: 3,
  assets: 0,
};
const paused = { actor: 'ada', reason: 'audit', at: '2026-11-21T08:00:00.000Z' };
const counts = ['  worker group: main', '  grants given: 3; open claims: 0; closed and remembered: 2'];

describe('accountLines', () => {
  test('behavior: open, and paused', () => {
    expect(accountLines(view)).toEqual(['bigone/treasury: open', ...counts]);
    expect(accountLines({ ...view, paused })).toEqual([
      'bigone/treasury: paused by ada since 2026-11-21T08:00:00.000Z (audit)',
      ...counts,
    ]);
  });

  test('behavior: a workflow that does not run is never told as open', () => {
    const lines = accountLines(view, false);
    expect(lines.slice(0, 2)).toEqual([
      'bigone/treasury: its workflow is not running, so nothing can be sent from it',
      '  to restore it: withdrawals account restore bigone/treasury --evidence "…"',
    ]);
    expect(lines.join('\n')).not.toContain('open\n');
    expect(accountLines({ ...view, paused }, false).join('\n')).toContain('paused by ada');
  });
});
