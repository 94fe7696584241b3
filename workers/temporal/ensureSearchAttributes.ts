import { setTimeout as delay } from 'node:timers/promises';

import type { WorkflowService } from '@temporalio/client';

import { searchAttributeNames } from '../../domain/searchAttributes.ts';
import { StartupError } from '../startupError.ts';
import type { TemporalConnection } from './connectTemporal.ts';

/** Temporal's IndexedValueType; the numbers are part of its protocol. */
const typeNames: Readonly<Record<number, string>> = {
  1: 'Text',
  2: 'Keyword',
  3: 'Int',
  4: 'Double',
  5: 'Bool',
  6: 'Datetime',
  7: 'KeywordList',
};
const keyword = 2;
const callMs = 10_000;
const usableWithinMs = 60_000;
const betweenTriesMs = 250;

type Found = Readonly<Record<string, number | null | undefined>>;
type Place = Pick<TemporalConnection, 'connection' | 'namespace'>;

/**
 * Makes sure that our search attributes exist as Keywords and can be used: without them no workflow starts. Creates the
 * missing ones; where the server does not let us, throws StartupError with the commands for a person. May be repeated.
 */
export async function ensureSearchAttributes(place: Place): Promise<void> {
  const found = await listAttributes(place);
  const wrong = wrongTypes(found);
  if (wrong.length > 0)
    throw new StartupError(wrong.map((problem) => `Temporal namespace ${place.namespace}: ${problem}`));
  const missing = searchAttributeNames.filter((name) => !Object.hasOwn(found, name));
  if (missing.length > 0) await create(place, missing);
  await waitUntilUsable(place);
}

/** Names each of ours that exists with another type. */
export function wrongTypes(found: Found): string[] {
  return searchAttributeNames.flatMap((name) => {
    const type = Object.hasOwn(found, name) ? found[name] : keyword;
    return type === keyword
      ? []
      : [
          `search attribute ${name} has type ${typeNames[type ?? 0] ?? 'unknown'}, needed is Keyword; use another namespace, or remove it if nothing uses it`,
        ];
  });
}

/** What a person must run where the server refuses to be told by us. */
export function creationCommands(namespace: string, missing: readonly string[]): string {
  const create = `temporal operator search-attribute create --namespace ${namespace} ${missing.map((name) => `--name ${name} --type Keyword`).join(' ')}`;
  const cloud = `tcld namespace search-attributes add --namespace ${namespace} ${missing.map((name) => `--search-attribute "${name}=Keyword"`).join(' ')}`;
  return `${create}   (Temporal Cloud: ${cloud})`;
}

async function listAttributes({ connection, namespace }: Place): Promise<Found> {
  try {
    return (
      await connection.withDeadline(Date.now() + callMs, () =>
        connection.operatorService.listSearchAttributes({ namespace }),
      )
    ).customAttributes;
  } catch {
    // Temporal Cloud answers no operator call; the workflow service knows the names as well.
    return connection.withDeadline(
      Date.now() + callMs,
      async () => (await connection.workflowService.getSearchAttributes({})).keys,
    );
  }
}

async function create({ connection, namespace }: Place, missing: readonly string[]): Promise<void> {
  try {
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, keyword]));
    await connection.withDeadline(Date.now() + callMs, () =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
    );
  } catch (error) {
    // Another worker that starts at the same time may have been first.
    const nowThere = await listAttributes({ connection, namespace }).catch((): Found => ({}));
    const left = missing.filter((name) => !Object.hasOwn(nowThere, name));
    if (left.length === 0) return;
    throw new StartupError(
      [
        `Temporal namespace ${namespace}: lacks the search attributes ${left.join(', ')} and does not let this worker create them (${error instanceof Error ? error.message : String(error)}); run: ${creationCommands(namespace, left)}`,
      ],
      { cause: error },
    );
  }
}

/** A server takes some seconds to know new names everywhere; until then a start that sets them is refused. */
async function waitUntilUsable({ connection, namespace }: Place): Promise<void> {
  const service: WorkflowService = connection.workflowService;
  const query = searchAttributeNames.map((name) => `${name} = '-'`).join(' AND ');
  const giveUpAt = Date.now() + usableWithinMs;
  for (;;) {
    try {
      await connection.withDeadline(Date.now() + callMs, () => service.countWorkflowExecutions({ namespace, query }));
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) {
        throw new StartupError(
          [
            `Temporal namespace ${namespace}: its search attributes exist but cannot be used after ${usableWithinMs / 1_000} s (${error instanceof Error ? error.message : String(error)})`,
          ],
          { cause: error },
        );
      }
      await delay(betweenTriesMs);
    }
  }
}
