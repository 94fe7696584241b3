import type { AttentionReason } from '../domain/attention.ts';
import type { MoneyLeft } from '../domain/moneyLeft.ts';
import type { Phase } from '../domain/phase.ts';
import type { CancelOutcome, Submission } from '../domain/state.ts';

/** Where our run stands, in one sentence. */
export const phaseHeadlines: Readonly<Record<Phase, string>> = {
  VALIDATING: 'It is being checked against the exchange; nothing has been sent in this step.',
  SUBMITTING: 'It is being handed to the exchange, or has been and the answer is not in yet.',
  FOLLOWING: 'The exchange has it; its status is followed until it is final.',
  CANCELLING: 'A cancel was asked for; it is followed until the exchange shows how it ended.',
  NEEDS_REVIEW: 'Nobody can know what became of it, so a person must decide.',
  SETTLED: 'It has ended.',
};

/** Commands that are of use in a phase. `<id>` stands for the withdrawal. */
export const phaseActions: Readonly<Record<Phase, readonly string[]>> = {
  VALIDATING: ['To stop it: withdrawals cancel <id> --reason "…"'],
  SUBMITTING: ['To stop it, if nothing was sent yet: withdrawals cancel <id> --reason "…"'],
  FOLLOWING: ['To ask the exchange to stop it: withdrawals cancel <id> --reason "…"'],
  CANCELLING: ['Nothing; the cancel is repeated until the exchange answers.'],
  NEEDS_REVIEW: [
    "Look at the exchange's own withdrawal history first, and write down what it shows; " +
      'it is asked for as --evidence. Then one of:',
    'the record is there: withdrawals resolve <id> adopt <exchangeWithdrawalId> --evidence "…"',
    'it surely was not sent: withdrawals resolve <id> confirm-not-sent --evidence "…"',
    'it surely was not sent and is to be sent again: withdrawals resolve <id> resubmit --evidence "…"',
    'it will never be known: withdrawals resolve <id> abandon --evidence "…"',
  ],
  SETTLED: ['Nothing.'],
};

/** Commands for a reason of attention. `<account>` stands for the account. */
export const attentionActions: Readonly<Record<AttentionReason, readonly string[]>> = {
  review: [],
  lateContradiction: ['when both are understood: withdrawals resolve <id> acknowledge --evidence "…"'],
  accountMissing: ['withdrawals account restore <account> --evidence "…"'],
  accountMismatch: ['withdrawals probe <account> tells which exchange account the configuration reaches'],
  laneBlocked: [
    'see who holds the lane: withdrawals account state <account>',
    'if that one was terminated: withdrawals takeover <its id> --evidence "…"',
  ],
  recordMissing: ['withdrawals probe <account> tells whether its history is readable'],
  unknownStatus: ["tell the developers the exchange's word, so that it gets a meaning"],
  actionInExchangeApp: ['confirm it in the exchange\'s app, or cancel it: withdrawals cancel <id> --reason "…"'],
  claimOnL1: ['claim it on L1, then: withdrawals resolve <id> confirm-claimed <txid> --evidence "…"'],
  deadlineNotCancellable: [],
  exchangeUnreachable: ['withdrawals probe <account> tells how the exchange answers now'],
  clockSkew: ["set the worker's clock by NTP; withdrawals probe <account> shows the difference"],
};

/** Commands while its account is paused. */
export const pausedActions: readonly string[] = [
  'see who paused the account and why: withdrawals account state <account>',
  'to send again from it: withdrawals account resume <account> --reason "…"',
];

/** Whether the backend may pay again, once the withdrawal has settled. */
export const settledPayAgain: Readonly<Record<MoneyLeft, string>> = {
  no: 'Yes: the money is still in the account (moneyLeft: no). Take a new withdrawalId.',
  yes: 'No: the money has left (moneyLeft: yes).',
  unknown: 'No: nobody knows whether the money left (moneyLeft: unknown). Find out first.',
};

/** Whether the backend may pay again before that: never. */
export const openPayAgain: Readonly<Record<MoneyLeft, string>> = {
  no: 'Not yet: nothing has left so far (moneyLeft: no), but it goes on. Cancel it and wait until it has settled.',
  yes: 'No: the money has left (moneyLeft: yes).',
  unknown: 'No: whether the money left is not known yet (moneyLeft: unknown).',
};

export const submissionTexts: Readonly<Record<Submission['outcome'], string>> = {
  open: 'no outcome yet',
  accepted: 'the exchange accepted it',
  rejected: 'the exchange refused it, so it moved nothing',
  notSent: 'it surely never reached the exchange',
  unknown: 'the outcome is unknown: it may have been sent',
};

export const cancelTexts: Readonly<Record<CancelOutcome, string>> = {
  pending: 'no outcome yet',
  cancelledBeforeSubmit: 'cancelled before anything was sent',
  cancelled: "cancelled, as the exchange's record shows",
  tooLate: 'too late',
  notSupported: 'this exchange cannot cancel',
};
