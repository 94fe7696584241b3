import { ApplicationFailure, setHandler } from '@temporalio/workflow';

import type { GrantRequest } from '../../domain/accountState.ts';
import {
  adoptUpdate,
  preflightQuery,
  reportOutcomesSignal,
  requestGrantsUpdate,
  revokeGrantUpdate,
} from '../messages.ts';
import type { AccountBook } from './accountBook.ts';

/** Sets the handlers for what submits, cancels and look-ups ask of the account. */
export function handleGrants(book: AccountBook): void {
  setHandler(requestGrantsUpdate, (requests) => book.grantEach(requests, Date.now()), {
    validator: (requests) => refuseWhenNoneIsGranted(book, requests),
  });
  setHandler(revokeGrantUpdate, ({ withdrawalId, submission }) => book.revoke(withdrawalId, submission, Date.now()));
  setHandler(preflightQuery, (request) => ({
    claim: book.claim(request.withdrawalId, request.submission),
    refusal: book.refusal(request),
    repeatRefusal: book.repeatRefusal(request),
    laneHolder: book.laneHolder(request.laneKey),
  }));
  setHandler(reportOutcomesSignal, (reports) => {
    for (const report of reports) book.report(report);
  });
  setHandler(adoptUpdate, (request) => book.adopt(request, Date.now()));
}

/** A refusal by the validator writes no event, so withdrawals that wait for a grant do not fill the history. */
function refuseWhenNoneIsGranted(book: AccountBook, requests: readonly GrantRequest[]): void {
  const refusals = book.refuseAll(requests);
  if (refusals === null) return;
  throw ApplicationFailure.create({
    type: 'NoneGranted',
    message: refusals[0]?.message ?? 'nothing was asked for',
    details: [refusals],
    nonRetryable: true,
  });
}
