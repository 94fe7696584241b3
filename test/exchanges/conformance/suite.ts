import { describe, expect, test } from '@jest/globals';

import { isFinal } from '../../../domain/status.ts';
import type { HttpRequest } from '../../../exchanges/http/http.ts';
import { finishedExchanges } from '../../../exchanges/registry.ts';
import type { ScriptStatus } from '../../../simulator/index.ts';
import { faultCases, requestFaults } from './faultTable.ts';
import { cancel, judgeCancel, judgeProbe, judgeReads, judgeSubmit } from './judgeFaults.ts';
import { judgeBrokenRow, judgeMany } from './judgeRows.ts';
import { createHeard, formsOf, privateParts } from './overhear.ts';
import { echo, readRecord, reads } from './readings.ts';
import { benchOf, definitionOf, poll, type Scene, type SetScene, setScene, submitted, toOpen } from './scene.ts';

/** The text with one character changed to another of the same kind, so that only a signature check can notice. */
const otherByte = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === '5' ? '6' : '5'}${text.slice(at + 1)}`;

/** A third of the registry. Three files keep jest's workers evenly busy; a new adapter is in one of them by itself. */
export const shareOf = (share: 0 | 1 | 2): string[] =>
  Object.keys(finishedExchanges).filter((_, index) => index % 3 === share);

/** The tests that any adapter passes against its simulator. */
export function conformanceOf(names: readonly string[]): void {
  describe.each(names)('%s', (name) => {
    const heard = createHeard();
    const set: SetScene = (settings) => setScene(name, heard, settings);

    test('declares what it has: cancel and find functions, scopes, whose key it is', async () => {
      const { exchange } = await set();
      const { limitScopes, submitScope, cancelScope } = definitionOf(name);
      expect('requestCancel' in exchange).toBe(exchange.capabilities.cancel !== 'none');
      expect(['findByClientId' in exchange, 'readHistory' in exchange]).toEqual([
        exchange.capabilities.findBy === 'clientId',
        exchange.capabilities.findBy === 'history',
      ]);
      const scopes = limitScopes.map((scope) => scope.name);
      expect([
        new Set(scopes).size,
        scopes.includes(submitScope),
        cancelScope === null || scopes.includes(cancelScope),
      ]).toEqual([scopes.length, true, true]);
      expect(cancelScope === null).toBe(exchange.capabilities.cancel === 'none');
    });

    test('sends money once, its turn taken before, on a connection of its own, under the declared scope', async () => {
      const { exchange, sent, intent } = await set();
      const one = await intent();
      sent.length = 0;
      await exchange.submit(one);
      expect(sent).toHaveLength(1);
      expect(sent[0]).toMatchObject({
        method: 'POST',
        turn: 'taken',
        freshConnection: true,
        scope: definitionOf(name).submitScope,
      });
    });

    test('reads take turns by the given priority and declared scopes; their endpoint names no value', async () => {
      const scene = await set();
      const { open, intent } = await submitted(scene);
      scene.sent.length = 0;
      for (const read of reads) await read(scene.exchange, open, intent);
      await scene.exchange.probe({ priority: 'poll' });
      await scene.exchange.readAssetRules({ priority: 'poll' });
      const scopes = definitionOf(name).limitScopes.map((scope) => scope.name);
      const odd = scene.sent.filter(
        ({ turn, scope, endpoint }) => turn !== 'poll' || !scopes.includes(scope) || /[?=]|\d{6}/.test(endpoint),
      );
      expect(odd).toEqual([]);
    });

    test('an accepted id is the id of the record, under our client id', async () => {
      const scene = await set();
      const { intent, open } = await submitted(scene);
      const [entry] = scene.simulator.ledger.accepted();
      expect(entry).toMatchObject({
        exchangeWithdrawalId: open.exchangeWithdrawalId,
        clientWithdrawalId: intent.clientWithdrawalId,
        address: intent.address,
      });
      expect(intent.clientWithdrawalId === null).toBe(scene.exchange.capabilities.clientIdFormat === 'none');
      expect(await scene.exchange.findById(open.exchangeWithdrawalId, open, poll)).toMatchObject({
        kind: 'found',
        record: { exchangeWithdrawalId: open.exchangeWithdrawalId, asset: intent.asset },
      });
    });

    test.each(benchOf(name).amounts)('the amount %s stands on the ledger as it was asked for', async (amount) => {
      const scene = await set();
      await submitted(scene, { amount });
      expect(scene.simulator.ledger.accepted()[0]?.amount).toBe(scene.bench.onLedger?.(amount) ?? amount);
    });

    test('what was never sent is not found, in any way', async () => {
      const scene = await set();
      await submitted(scene, { withdrawalId: 'another', amount: '77' });
      const intent = await scene.intent();
      const open = { ...toOpen(intent, '9000000000000000001'), clientWithdrawalId: intent.clientWithdrawalId };
      for (const read of reads) expect(await read(scene.exchange, open, intent)).toBe('absent');
    });

    test('the same intent twice: one ledger entry where repeats are safe, two sends where they are not', async () => {
      const scene = await set();
      const { intent, open } = await submitted(scene);
      const again = await scene.exchange.submit(intent);
      if (scene.exchange.capabilities.repeatSubmit !== 'safe')
        return expect(scene.sent.filter((one) => one.turn === 'taken')).toHaveLength(2);
      expect(again).toMatchObject({ kind: 'accepted', exchangeWithdrawalId: open.exchangeWithdrawalId });
      expect(scene.simulator.ledger.accepted()).toHaveLength(1);
    });

    test.each(faultCases)('submit under $title: classified by what is on the ledger, sent once, found again', (fault) =>
      judgeSubmit(set, fault),
    );

    test('a second one, its funds locked by the lost one, is refused, or unknown if no code tells', async () => {
      const scene = await set();
      scene.simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
      await scene.exchange.submit(await scene.intent());
      const answer = await scene.exchange.submit(await scene.intent({ withdrawalId: 'w-2' }));
      expect(['rejected insufficientFunds', 'unknown unknownCode']).toContain(
        answer.kind === 'accepted' ? answer.kind : `${answer.kind} ${answer.reason}`,
      );
      expect(scene.simulator.ledger.accepted()).toHaveLength(1);
    });

    test.each(faultCases)('reads under $title: the truth, or a reason to retry, never a false absence', (fault) =>
      judgeReads(set, fault),
    );

    test.each(requestFaults)('probe under $title: the account, or a reason to retry', async (fault) =>
      judgeProbe(await set(), fault),
    );

    test.each(Object.entries(benchOf(name).walk))(
      'a withdrawal that is %s there reads %s here',
      async (there, here) => {
        const scene = await set();
        const { open } = await submitted(scene);
        scene.simulator.advance(open.exchangeWithdrawalId, there as ScriptStatus);
        const { status } = await readRecord(scene, open);
        expect(status).toBe(here);
        if (isFinal(status)) expect(['completed', 'failed', 'cancelled']).toContain(there);
      },
    );

    test('a status of the table reads as it says; any other word is UNKNOWN, verbatim, and never final', async () => {
      const scene = await set();
      const { open } = await submitted(scene);
      const { statusTable } = definitionOf(name);
      const known = Object.entries(statusTable);
      const strange = [
        'SOMETHING_NEW',
        'constructor',
        '__proto__',
        'toString',
        ...known.flatMap(([word]) => [
          `${word}_2`,
          ` ${word}`,
          word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase(),
        ]),
      ];
      const cases = [
        ...known,
        ...strange.filter((word) => !Object.hasOwn(statusTable, word)).map((word) => [word, 'UNKNOWN'] as const),
      ];
      for (const [raw, status] of cases) {
        scene.simulator.advance(open.exchangeWithdrawalId, { raw });
        expect(await readRecord(scene, open)).toMatchObject({ exchangeStatus: raw, status });
      }
    });

    test('a row that cannot be read affects itself alone, and is never absence', () => judgeBrokenRow(set, true));

    test('a row whose id cannot be read could be any that is not shown', () => judgeBrokenRow(set, false));

    test('many statuses take few requests', () => judgeMany(set, false));

    test('a read of many that breaks off leaves the rest not read, never missing', () => judgeMany(set, true));

    test.each([
      [
        'a secret with one byte changed',
        (scene: Scene) => ({
          credentials: {
            ...scene.bench.credentials,
            [scene.bench.signingField]: otherByte(scene.bench.credentials[scene.bench.signingField] ?? '', 4),
          },
        }),
      ],
      [
        'a signature with one byte changed',
        (scene: Scene) => ({
          tamper: (request: HttpRequest) => ({
            ...request,
            headers: tampered(request.headers, scene.bench.signatureHeader),
          }),
        }),
      ],
    ])('%s is refused: nothing on the ledger, and no read takes it for absence', async (_title, change) => {
      const scene = await set();
      const { intent, open } = await submitted(scene);
      const impostor = scene.another(change(scene));
      const before = scene.simulator.ledger.entries().length;
      const answer = await impostor.submit(await scene.intent({ withdrawalId: 'w-2', amount: '33' }));
      expect(['rejected', 'notSent']).toContain(answer.kind);
      expect(scene.simulator.ledger.entries()).toHaveLength(before);
      for (const read of reads) expect(['retry', 'person']).toContain(await read(impostor, open, intent));
    });

    test('clocks an hour apart: nothing is booked, and no read takes it for absence', async () => {
      const scene = await set();
      const { intent, open } = await submitted(scene);
      const next = await scene.intent({ withdrawalId: 'w-2', amount: '33' });
      scene.simulator.setClockOffsetMs(3_600_000);
      // Where no document names the code for it, unknown is the honest answer.
      expect(['rejected', 'notSent', 'unknown']).toContain((await scene.exchange.submit(next)).kind);
      expect(scene.simulator.ledger.entries()).toHaveLength(1);
      for (const read of reads) expect(['retry', 'person']).toContain(await read(scene.exchange, open, intent));
    });

    test('the lane of a record is the lane of its request', async () => {
      const scene = await set();
      const { intent, open } = await submitted(scene);
      const record = await readRecord(scene, open);
      expect(scene.exchange.laneKeyOfRecord(record)).toBe(scene.exchange.laneKey(scene.request()));
      expect(intent.laneKey === null).toBe(scene.exchange.capabilities.findBy === 'clientId');
    });

    test('the probe names the account and measures the clock', async () => {
      const scene = await set({ simulator: { clockOffsetMs: 5_000 } });
      await submitted(scene);
      const { exchangeAccountId, clockSkewMs } = await scene.exchange.probe(poll);
      expect(exchangeAccountId).toBe(scene.bench.account.accountId);
      if (clockSkewMs !== null) expect(Math.abs(clockSkewMs - 5_000)).toBeLessThan(2_000);
    });

    test('checks of a request are pure, take a right one and name the fields of a wrong one', async () => {
      const { exchange, request, sent } = await set();
      const right = Object.freeze(request());
      expect([exchange.checkRequest(right), exchange.checkRequest(right)]).toEqual([[], []]);
      expect(exchange.checkRequest(request({ address: 'with a blank' })).map((problem) => problem.field)).toContain(
        'address',
      );
      expect(exchange.checkRequest(request({ memo: '' })).map((problem) => problem.field)).toContain('memo');
      expect(sent).toEqual([]);
    });

    test('rules, where they are told, hold the asset and network that can be withdrawn', async () => {
      const { exchange, bench } = await set();
      const rules = await exchange.readAssetRules(poll);
      if (rules !== null)
        expect(
          rules.find((rule) => rule.asset === bench.request.asset && rule.network === bench.request.network),
        ).toMatchObject({ enabled: true });
    });

    if (definitionOf(name).capabilities.cancel !== 'none') {
      test('a cancel is taken while it can be and refused afterwards; only the record tells', async () => {
        const scene = await set();
        const [first, second] = [await submitted(scene), await submitted(scene, { withdrawalId: 'w-2', amount: '33' })];
        const cancelled = new Promise<void>((resolve) =>
          scene.simulator.ledger.subscribe(({ entry }) => entry.status === 'cancelled' && resolve()),
        );
        expect(await cancel(scene, first.open)).toMatchObject({ kind: 'taken' });
        expect(scene.sent.at(-1)).toMatchObject({ turn: 'cancel', scope: definitionOf(name).cancelScope });
        await cancelled;
        expect(await readRecord(scene, first.open)).toMatchObject({ status: 'CANCELLED' });
        scene.simulator.advance(second.open.exchangeWithdrawalId, 'completed');
        const stranger = { ...second.open, exchangeWithdrawalId: '9000000000000000001', clientWithdrawalId: null };
        for (const open of [second.open, stranger]) expect((await cancel(scene, open)).kind).not.toBe('taken');
        expect(await readRecord(scene, second.open)).toMatchObject({ status: 'L1_COMPLETED' });
      });

      test('a cancel that was taken and lost its race is not believed', async () => {
        const scene = await set();
        const { open } = await submitted(scene);
        scene.simulator.arm({ name: 'cancelLosesRace', on: 'cancel' });
        expect(await cancel(scene, open)).toMatchObject({ kind: 'taken' });
        expect(scene.simulator.ledger.accepted()).toHaveLength(1);
        scene.simulator.advance(open.exchangeWithdrawalId, 'completed');
        expect(await readRecord(scene, open)).toMatchObject({ status: 'L1_COMPLETED' });
      });

      test.each(requestFaults)('cancel under $title: unknown, never thrown', async (fault) =>
        judgeCancel(await set(), fault),
      );
    }

    test('leak: no secret, header, body or query in any answer, error or log line so far', async () => {
      const scene = await set();
      const { open, intent } = await submitted(scene);
      const { credentials, account, request, signingField } = scene.bench;
      const careless = scene.another({
        spoil: (answer) =>
          answer.kind === 'answered'
            ? { ...answer, status: 400, body: echo(answer.body, [...Object.values(credentials), request.address]) }
            : answer,
      });
      scene.simulator.arm({ name: 'unknownCode', on: 'any', times: 1_000 });
      await careless.submit(await scene.intent({ withdrawalId: 'w-2' }).catch(() => intent));
      for (const read of reads) await read(careless, open, intent);
      scene.simulator.disarm();
      await scene.simulator.pause();
      for (const read of reads) await read(scene.exchange, open, intent);
      const secrets = [
        ...Object.values(credentials),
        credentials[signingField] === undefined ? '' : otherByte(credentials[signingField], 4),
        account.apiSecret,
      ];
      const header = scene.bench.signatureHeader;
      const hidden = [...secrets.flatMap(formsOf), ...privateParts(heard.sent), `"${header}"`, `'${header}'`, 'Bearer'];
      const said = [...heard.answers, ...heard.errors, ...heard.lines].join('\n');
      expect(hidden.length).toBeGreaterThan(10);
      expect(hidden.filter((part) => said.includes(part))).toEqual([]);
      expect([...heard.errors, ...heard.lines].filter((text) => text.includes(request.address))).toEqual([]);
    });
  });
}

function tampered(headers: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  const value = headers[name];
  if (value === undefined) return headers;
  return { ...headers, [name]: otherByte(value, value.length - 8) };
}
