import { describe, expect, test } from '@jest/globals';

import { currentUser } from '../../../client/cli/currentUser.ts';

const withoutName = (): string => {
  throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)');
};

describe('currentUser', () => {
  test("behavior: the system's name comes first", () => {
    expect(currentUser({ systemName: () => 'ada', env: { USER: 'bob' }, uid: 7 })).toBe('ada');
  });

  test.each([
    [{ USER: 'bob', LOGNAME: 'carl' }, 'bob'],
    [{ LOGNAME: 'carl' }, 'carl'],
    [{ USER: ' ', LOGNAME: '' }, 'uid 54321'],
    [{}, 'uid 54321'],
  ])('behavior: a user id without a name, with %j, is %s', (env, expected) => {
    expect(currentUser({ systemName: withoutName, env, uid: 54_321 })).toBe(expected);
  });

  test('behavior: it never throws', () => {
    expect(currentUser({ systemName: withoutName, env: {}, uid: undefined })).toBe('unknown user');
    expect(currentUser()).not.toBe('');
  });
});
