import { describe, expect, test } from '@jest/globals';

import { createCrashPoint, parseCrashPoint } from '../../workers/process/createCrashPoint.ts';

describe('parseCrashPoint', () => {
  test.each([
    ['submit.afterGrant', { name: 'submit.afterGrant', hit: 1 }],
    ['submit.afterSend:3', { name: 'submit.afterSend', hit: 3 }],
  ])('default: %s', (text, expected) => {
    expect(parseCrashPoint(text)).toEqual(expected);
  });

  test.each(['', ':', 'submit.afterGrant:0', 'submit.afterGrant:x', 'submit.aftergant'])('error: "%s"', (text) => {
    expect(() => parseCrashPoint(text)).toThrow(/^WITHDRAWALS_CRASH_AT: expected <name> or <name>:<n>/);
  });

  test('error: a typo is told', () => {
    expect(() => parseCrashPoint('submit.aftergant')).toThrow('did you mean submit.afterGrant?');
  });
});

describe('createCrashPoint', () => {
  const passes = (env: Record<string, string>): number[] => {
    const killedAt: number[] = [];
    let pass = 0;
    const crashPoint = createCrashPoint(
      env,
      () => killedAt.push(pass),
      () => undefined,
    );
    for (pass = 1; pass <= 3; pass += 1) {
      crashPoint('submit.beforeGrant');
      crashPoint('submit.afterSend');
    }
    return killedAt;
  };

  test('default: kills at the n-th pass of its point, once', () => {
    expect(passes({ WITHDRAWALS_ALLOW_CRASH_POINTS: '1', WITHDRAWALS_CRASH_AT: 'submit.afterSend:2' })).toEqual([2]);
  });

  test('behavior: armed later, and again, by the parent process', () => {
    const killedAt: string[] = [];
    let arm: (text: string) => void = () => undefined;
    const crashPoint = createCrashPoint(
      { WITHDRAWALS_ALLOW_CRASH_POINTS: '1' },
      (name) => killedAt.push(name),
      (given) => (arm = given),
    );
    crashPoint('submit.afterSend');
    arm('submit.afterSend');
    crashPoint('submit.afterSend');
    arm('submit.beforeGrant:2');
    for (const name of ['submit.beforeGrant', 'submit.afterSend', 'submit.beforeGrant'] as const) crashPoint(name);
    expect(killedAt).toEqual(['submit.afterSend', 'submit.beforeGrant']);
  });

  test('behavior: nobody may arm a process without permission', () => {
    let heard = false;
    createCrashPoint(
      { WITHDRAWALS_CRASH_AT: 'submit.afterSend' },
      () => undefined,
      () => (heard = true),
    );
    expect(heard).toBe(false);
  });

  test.each([
    { WITHDRAWALS_CRASH_AT: 'submit.afterSend' },
    { WITHDRAWALS_ALLOW_CRASH_POINTS: 'true', WITHDRAWALS_CRASH_AT: 'submit.afterSend' },
    { WITHDRAWALS_ALLOW_CRASH_POINTS: '1' },
  ])('behavior: never without permission and point: %o', (env) => {
    expect(passes(env)).toEqual([]);
  });
});
