import type { CatalogView } from '../../domain/accountState.ts';
import { accountWorkflowId, catalogQuery } from '../../workflows/messages.ts';
import { askWorkflow, type TemporalClient } from './temporalCalls.ts';

export type CatalogDirectory = {
  /** What the account knows of an asset. Null when nobody answers. May be up to 10 s old unless `fresh`. */
  find(account: string, asset: string, fresh?: boolean): Promise<CatalogView | null>;
};

const cacheMs = 10_000;

/** Asks accounts for their catalogue. A query costs the server as much as a start, so a burst of starts shares one. */
export function createCatalogDirectory(temporal: TemporalClient, now: () => number): CatalogDirectory {
  const cache = new Map<string, { readonly until: number; readonly view: Promise<CatalogView | null> }>();
  return {
    find(account, asset, fresh = false) {
      const key = JSON.stringify([account, asset]);
      const cached = cache.get(key);
      if (!fresh && cached !== undefined && cached.until > now()) return cached.view;
      const view = ask(temporal, account, asset);
      cache.set(key, { until: now() + cacheMs, view });
      // Nobody answered, so the next call asks again.
      void view.then((answer) => {
        if (answer === null && cache.get(key)?.view === view) cache.delete(key);
      });
      return view;
    },
  };
}

async function ask(temporal: TemporalClient, account: string, asset: string): Promise<CatalogView | null> {
  const answer = await askWorkflow(temporal, () =>
    temporal.workflow.getHandle(accountWorkflowId(account)).query(catalogQuery, { asset }),
  );
  return answer.answered ? answer.value : null;
}
