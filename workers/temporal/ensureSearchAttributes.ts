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

/** Type number by name. */
type Attributes = Readonly<Record<string, number | null | undefined>>;
type Place = Pick<TemporalConnection, 'connection' | 'namespace'>;

/**
 * Makes sure that our search attributes exist as Keywords and can be used; without them no workflow starts. Creates
 * the missing ones. If the server does not allow that, throws StartupError with the commands for a person. May be
 * repeated, by several workers at once.
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

/** A sentence for each of our attributes that exists with another type. */
export function wrongTypes(attributes: Attributes): string[] {
  return searchAttributeNames.flatMap((name) => {
    const type = Object.hasOwn(attributes, name) ? attributes[name] : keyword;
    if (type === keyword) return [];
    const found = `search attribute ${name} has type ${typeNames[type ?? 0] ?? 'unknown'}, needed is Keyword`;
    return [`${found}; use another namespace, or remove it if nothing uses it`];
  });
}

/** The commands for a person, for a server that does not let us create the attributes. */
export function creationCommands(namespace: string, missing: readonly string[]): string {
  const names = missing.map((name) => `--name ${name} --type Keyword`).join(' ');
  const cloudNames = missing.map((name) => `--search-attribute "${name}=Keyword"`).join(' ');
  return (
    `temporal operator search-attribute create --namespace ${namespace} ${names}   ` +
    `(Temporal Cloud: tcld namespace search-attributes add --namespace ${namespace} ${cloudNames})`
  );
}

async function listAttributes({ connection, namespace }: Place): Promise<Attributes> {
  try {
    return (
      await connection.withDeadline(Date.now() + callMs, () =>
        connection.operatorService.listSearchAttributes({ namespace }),
      )
    ).customAttributes;
  } catch {
    // Temporal Cloud answers no operator calls, but its workflow service knows the names too.
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
    // Another worker that starts at the same time may have created them first.
    const nowThere = await listAttributes({ connection, namespace }).catch((): Attributes => ({}));
    const left = missing.filter((name) => !Object.hasOwn(nowThere, name));
    if (left.length === 0) return;
    throw new StartupError(
      [
        `Temporal namespace ${namespace}: lacks the search attributes ${left.join(', ')} ` +
          `and does not let this worker create them (${messageOf(error)}); run: ${creationCommands(namespace, left)}`,
      ],
      { cause: error },
    );
  }
}

/** New names take some seconds to reach all of a server; until then it refuses a start that sets them. */
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
            `Temporal namespace ${namespace}: its search attributes exist but cannot be used ` +
              `after ${usableWithinMs / 1_000} s (${messageOf(error)})`,
          ],
          { cause: error },
        );
      }
      await delay(betweenTriesMs);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
