import { ApplicationFailure, setHandler } from '@temporalio/workflow';

import type { AccountView } from '../../domain/accountState.ts';
import { fitsCatalog } from '../../domain/assetRules.ts';
import {
  pauseAccountUpdate,
  reportHealthSignal,
  resumeAccountUpdate,
  takeoverLaneUpdate,
  updateCatalogSignal,
  type AccountInput,
} from '../messages.ts';
import { now } from '../now.ts';
import type { AccountBook } from './accountBook.ts';

/** Sets the handlers for what operators decide and workers report. `publish` shows the change and returns the view. */
export function handleOperators(input: AccountInput, book: AccountBook, publish: () => AccountView): void {
  setHandler(pauseAccountUpdate, ({ actor, reason }) => {
    book.paused = { actor, reason, at: now() };
    return publish();
  });
  setHandler(resumeAccountUpdate, () => {
    book.paused = null;
    return publish();
  });
  setHandler(
    takeoverLaneUpdate,
    ({ withdrawalId }) => {
      book.takeover(withdrawalId);
      return publish();
    },
    {
      validator: ({ withdrawalId, actor, evidence }) => {
        if (actor.trim() === '' || evidence.trim() === '') throw refused('actor and evidence are expected');
        if (!book.lanes.values().some((lane) => lane.holder === withdrawalId))
          throw refused(`withdrawal ${withdrawalId} holds no lane of ${input.account}`);
      },
    },
  );
  setHandler(reportHealthSignal, (report) => {
    book.health.report(report);
    publish();
  });
  setHandler(updateCatalogSignal, (catalog) => {
    book.catalog = fitsCatalog(catalog) ? catalog : null;
  });
}

function refused(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'Refused', message, nonRetryable: true });
}
