import * as fc from 'fast-check';

import type { Fate, Manner } from './modelExchange.ts';
import type { ModelPlan, ModelWithdrawal, Stranger } from './modelWorld.ts';

const addresses: readonly [string, ...string[]] = [
  'TAddressOfSomebodyOnTronAAAAAAAAAA',
  'TAddressOfSomebodyOnTronBBBBBBBBBB',
];
const amounts: readonly [string, ...string[]] = ['100', '100.0', '99.5', '99', '50', '101'];
const ms = (max: number) => fc.integer({ min: 0, max });
const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(usual, ...others) });
const fee = fc.constantFrom('0', '0.5', '1', '2');

const fate: fc.Arbitrary<Fate> = fc
  .record({
    kind: fc.constantFrom<Fate['kind'][]>(
      'answered',
      'answered',
      'replyLost',
      'replyLost',
      'replyLost',
      'neverArrived',
      'refused',
    ),
    // A booking may come after we gave up waiting; an answer that late is no answer.
    bookedAfterMs: fc.oneof(ms(1_000), ms(20_000), ms(60_000)),
    answeredAfterMs: ms(5_000),
    lagMs: fc.oneof(fc.constant(0), ms(20_000), ms(90_000)),
    feeLagMs: fc.oneof(fc.constant(0), ms(120_000)),
    fee,
  })
  .map((drawn) => (drawn.kind === 'answered' ? { ...drawn, bookedAfterMs: drawn.bookedAfterMs % 20_000 } : drawn));

const manner = (adapter: ModelPlan['adapter']): fc.Arbitrary<Manner> =>
  fc
    .record({
      order: fc.constantFrom<Manner['order'][]>('newestFirst', 'oldestFirst', 'shuffled'),
      // Within the margin that the search allows for.
      clockOffsetMs: fc.oneof(fc.constant(0), fc.integer({ min: -600_000, max: 600_000 })),
      hasDateHeader: fc.boolean(),
      largestPage: fc.constantFrom(50, 100),
      boundsAreInclusive: fc.boolean(),
      feeOnTop: adapter === 'btse' ? fc.boolean() : fc.constant(false),
      amountIsGross: fc.boolean(),
      showsNetwork: fc.boolean(),
      showsAddress: fc.boolean(),
    })
    .map((drawn) =>
      adapter === 'bitunix' ? { ...drawn, largestPage: 100, showsNetwork: true, showsAddress: true } : drawn,
    );

const ours = (adapter: ModelPlan['adapter']): fc.Arbitrary<ModelWithdrawal> =>
  fc.record({
    startsAfterMs: fc.oneof(fc.constant(0), ms(60_000)), // Mostly on one lane, and mostly of one amount.
    address: mostly(...addresses),
    memo: adapter === 'btse' ? fc.constant(null) : mostly(null, '7'),
    network: mostly('Tron', 'Ethereum'),
    amount: mostly(...amounts),
    fate,
  });

/** Payments that are not ours, at any time. What the exchange shows of them tells them from ours. */
const strangers = (adapter: ModelPlan['adapter']): fc.Arbitrary<Stranger[]> => {
  const place = fc.record({
    coin: mostly('USDT', 'BTC'),
    network: mostly('Tron', 'Ethereum'),
    address: mostly(...addresses, 'TSomewhereElse'),
    memo: mostly(null, '7', '8'),
  });
  const stranger = fc.record({
    place,
    gross: fc.constantFrom('100', '99', '3', '2000'),
    fee,
    bookedAfterMs: fc.oneof(
      fc.integer({ min: -3_600_000, max: 120_000 }),
      fc.integer({ min: -840_000, max: -1 }),
      fc.integer({ min: -1_800_000, max: -1_560_000 }),
    ),
    lagMs: fc.oneof(fc.constant(0), ms(60_000), ms(2_000_000)),
  });
  const told = fc
    .array(stranger, { maxLength: 6 })
    .map((all) =>
      all.map(({ place: where, ...rest }) => ({ ...where, ...rest })).filter((one) => canBeTold(adapter, one)),
    );
  // Enough of them to fill pages, now and then.
  const crowd = fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(40, 60, 120) },
  );
  return fc.tuple(told, crowd).map(([few, many]) => [
    ...few,
    ...Array.from({ length: many }, (_, index): Stranger => ({
      coin: 'USDT',
      network: 'Tron',
      address: 'TCrowd',
      memo: null,
      gross: '1',
      fee: '0.5',
      bookedAfterMs: -1 - index * 5_000,
      lagMs: 0,
    })),
  ]);
};

/**
 * Four ways to tell it from ours: on no lane of ours, of a larger amount, shown before any request of ours, or older
 * than any clock error could explain.
 */
function canBeTold(
  adapter: ModelPlan['adapter'],
  { coin, gross, address, memo, bookedAfterMs, lagMs }: Stranger,
): boolean {
  if (coin !== 'USDT' || gross === '2000') return true;
  if (adapter === 'bitunix' && (!addresses.includes(address) || memo === '8')) return true;
  return bookedAfterMs + lagMs < 0 || bookedAfterMs <= -26 * 60_000;
}

export const modelPlan = (adapter: ModelPlan['adapter']): fc.Arbitrary<ModelPlan> =>
  fc.record({
    adapter: fc.constant(adapter),
    manner: manner(adapter),
    ours: fc.array(ours(adapter), { minLength: 1, maxLength: 4 }),
    strangers: strangers(adapter),
  });
