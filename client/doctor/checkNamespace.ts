import { searchAttributeNames } from '../../domain/searchAttributes.ts';
import type { ClientContext } from '../context.ts';
import { WithdrawalClientError } from '../errors.ts';
import { callTemporal } from '../temporal/temporalCalls.ts';
import type { DoctorLine } from './doctorLine.ts';

const daySeconds = 86_400;
/** The number of the type Keyword in Temporal's protocol. The SDK does not export its enum. */
const keywordType: number = 2;

/** Checks the namespace: how long it keeps closed workflows, and that it has our search attributes. */
export async function checkNamespace(context: ClientContext): Promise<DoctorLine[]> {
  return [await checkRetention(context), await checkSearchAttributes(context)];
}

async function checkRetention({ temporal, namespace, maxRequestAgeMs }: ClientContext): Promise<DoctorLine> {
  const { config } = await callTemporal(temporal, () => temporal.workflowService.describeNamespace({ namespace }));
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / daySeconds;
  const needed = (2 * maxRequestAgeMs) / (daySeconds * 1_000);
  const ok = days >= needed;
  const command = `temporal operator namespace update --retention ${needed}d -n ${namespace}`;
  return {
    check: 'server and namespace',
    ok,
    found: `${namespace}: closed withdrawals are kept ${days} ${days === 1 ? 'day' : 'days'}`,
    advice: ok ? null : `Raise the retention to ${needed} days or more: ${command}`,
  };
}

async function checkSearchAttributes({ temporal, namespace }: ClientContext): Promise<DoctorLine> {
  const check = 'search attributes';
  try {
    const { customAttributes } = await callTemporal(temporal, () =>
      temporal.connection.operatorService.listSearchAttributes({ namespace }),
    );
    const missing = searchAttributeNames.filter((name) => Number(customAttributes?.[name]) !== keywordType);
    if (missing.length === 0)
      return { check, ok: true, found: `all ${searchAttributeNames.length} are there`, advice: null };
    const command = `temporal operator search-attribute create -n ${namespace} ${optionsOf(missing)}`;
    return {
      check,
      ok: false,
      found: `missing, or no Keyword: ${missing.join(', ')}`,
      advice: `Start a worker: it creates them. By hand: ${command}`,
    };
  } catch (error) {
    // Temporal Cloud lists them to nobody. If one is missing, the start of a withdrawal will say so.
    const because = error instanceof WithdrawalClientError ? error.sentence : 'the call failed';
    return { check, ok: true, found: `could not be read (${because})`, advice: null };
  }
}

function optionsOf(missing: readonly string[]): string {
  return missing.map((name) => `--name ${name} --type Keyword`).join(' ');
}
