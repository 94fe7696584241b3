import { stringify } from 'lossless-json';

import { check, InputError } from './check.ts';
import type { Call } from './exchangeApi.ts';
import { parseFaultMatch, parseFaultOrder } from './faultOrder.ts';
import { faultDocs } from './faults.ts';
import type { FaultMatch, ScriptStatus } from './ledger.ts';
import type { Simulator } from './options.ts';
import type { Reply } from './reply.ts';
import { parseScript, parseStatus, type ScriptStep } from './script.ts';

type ScriptOrder = { script: ScriptStep[]; match?: FaultMatch };
type AdvanceOrder = { exchangeWithdrawalId: string; status: ScriptStatus; txid?: string; fee?: string };

const parseScriptOrder = check.object<ScriptOrder>({ script: parseScript, match: parseFaultMatch }, ['script']);
const parseAdvanceOrder = check.object<AdvanceOrder>(
  { exchangeWithdrawalId: check.text, status: parseStatus, txid: check.text, fee: check.text },
  ['exchangeWithdrawalId', 'status'],
);

export type ControlledSimulator = Pick<Simulator, 'ledger' | 'arm' | 'disarm' | 'setScript' | 'advance'> & {
  armed(): unknown[];
};

export const controlPath = '/_simulator';

function readJson(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch {
    throw new InputError('body: expected JSON');
  }
}

/**
 * What another process or a person with curl can do: look at the ledger, stage faults, move withdrawals.
 * Needs no key.
 */
export function createControl(simulator: ControlledSimulator): (call: Call) => Reply {
  const faults = () => ({ armed: simulator.armed(), known: faultDocs });
  const routes: Record<string, (call: Call) => unknown> = {
    'GET /ledger': () => simulator.ledger.entries(),
    'GET /faults': faults,
    'POST /faults': (call) => {
      simulator.arm(parseFaultOrder(readJson(call)));
      return faults();
    },
    'DELETE /faults': () => {
      simulator.disarm();
      return faults();
    },
    'POST /script': (call) => {
      const { script, match } = parseScriptOrder(readJson(call), 'body');
      simulator.setScript(script, match);
      return { script, match: match ?? null };
    },
    'POST /advance': (call) => {
      const { exchangeWithdrawalId, status, ...extra } = parseAdvanceOrder(readJson(call), 'body');
      simulator.advance(exchangeWithdrawalId, status, extra);
      return simulator.ledger.get(exchangeWithdrawalId);
    },
  };

  return (call) => {
    const route = routes[`${call.method} ${call.path.slice(controlPath.length)}`];
    if (!route)
      return {
        status: 404,
        body: JSON.stringify({ error: `no such control; known: ${Object.keys(routes).join(', ')}` }),
      };
    try {
      return { status: 200, body: `${stringify(route(call), undefined, 2) ?? ''}\n` };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { status: 400, body: `${JSON.stringify({ error: error.message })}\n` };
    }
  };
}
