import { describe, expect, test } from '@jest/globals';
import { TypedSearchAttributes } from '@temporalio/common';

import { searchAttributeNames } from '../../../domain/searchAttributes.ts';
import { compareWithConfig, type AccountSubject } from '../../../workers/accounts/checkAccountWorkflow.ts';
import { retentionProblem } from '../../../workers/temporal/checkNamespace.ts';
import { creationCommands, wrongTypes } from '../../../workers/temporal/ensureSearchAttributes.ts';
import { anAccount } from '../support/accountConfig.ts';

const dayMs = 86_400_000;

describe('retentionProblem', () => {
  test('default: twice the age is enough', () => {
    expect(retentionProblem('default', 14 * dayMs, 7 * dayMs)).toBeNull();
  });

  test('error: says what is, what is needed, and the command', () => {
    expect(retentionProblem('default', dayMs, 7 * dayMs)).toBe(
      'Temporal namespace default: keeps closed workflows for 1 day, ' +
        'needed are 14 days (twice policy.maxRequestAge); ' +
        'run: temporal operator namespace update --namespace default --retention 14d',
    );
  });
});

describe('search attributes', () => {
  test('default: missing ones are no wrong ones', () => {
    expect(wrongTypes({ account: 2, other: 1 })).toEqual([]);
  });

  test('error: a wrong type is named', () => {
    expect(wrongTypes({ account: 1 })).toEqual([
      'search attribute account has type Text, needed is Keyword; ' +
        'use another namespace, or remove it if nothing uses it',
    ]);
  });

  test('error: the commands for a person', () => {
    expect(creationCommands('default', ['status', 'txid'])).toBe(
      'temporal operator search-attribute create --namespace default ' +
        '--name status --type Keyword --name txid --type Keyword   ' +
        '(Temporal Cloud: tcld namespace search-attributes add --namespace default ' +
        '--search-attribute "status=Keyword" --search-attribute "txid=Keyword")',
    );
    expect(searchAttributeNames).toHaveLength(8);
  });
});

describe('compare', () => {
  const config = anAccount();
  const subject: AccountSubject = {
    ...config,
    capabilities: config.definition.capabilities,
    accountIdentity: 'aaa',
    claimLifetimeMs: 7 * dayMs,
  };
  const memo = {
    accountIdentity: 'aaa',
    workerGroup: 'default',
    capabilities: subject.capabilities,
    claimLifetimeMs: 7 * dayMs,
  };
  const look = (name: 'RUNNING' | 'TERMINATED', changes: object = {}) =>
    compareWithConfig(subject, {
      status: { name },
      memo: { ...memo, ...changes },
      typedSearchAttributes: new TypedSearchAttributes(),
    });

  test('default', () => {
    expect(look('RUNNING')).toEqual({ kind: 'running', warnings: [], hasAttention: false });
  });

  test('error: another exchange account, both hashes named, even when it is closed', () => {
    const problem =
      'accounts."alpha/main".baseUrl or .credentials: ' +
      'this configuration reaches another exchange account than the one that alpha/main was created for ' +
      '(identity aaa instead of bbb); give the other one a name of its own';
    expect([look('RUNNING', { accountIdentity: 'bbb' }), look('TERMINATED', { accountIdentity: 'bbb' })]).toEqual([
      { kind: 'misconfigured', problem },
      { kind: 'misconfigured', problem },
    ]);
  });

  test('error: terminated, with the advice', () => {
    expect(look('TERMINATED')).toEqual({
      kind: 'closed',
      message:
        'accounts."alpha/main": its workflow was closed (TERMINATED), so nothing is sent from it; ' +
        'run: withdrawals account restore alpha/main --evidence "…"',
    });
  });

  test('error: it forgets sooner than requests may come', () => {
    expect(look('RUNNING', { claimLifetimeMs: dayMs })).toMatchObject({
      kind: 'misconfigured',
      problem: expect.stringContaining('policy.maxRequestAge'),
    });
  });

  test('behavior: another group, other capabilities: warned', () => {
    expect(look('RUNNING', { workerGroup: 'b', capabilities: { repeatSubmit: 'safe' } })).toMatchObject({
      warnings: [
        'accounts."alpha/main".workerGroup: configured default, ' +
          'but alpha/main was created for group b, where its withdrawals still go',
        'accounts."alpha/main".options: a repeated submit is now never, but alpha/main was created when it was safe',
      ],
    });
  });
});
