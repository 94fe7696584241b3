import type { DemoEnding } from './demoDisplay.ts';
import type { DemoPlaces } from './demoFrame.ts';
import type { DemoPath } from './demoPath.ts';
import { holds, type Verdict } from './judgeDemo.ts';
import { withdrawalIdOf } from './withdrawalIdOf.ts';

/** The verdict; and while everything stays up, what is worth doing next and where the UI is. */
export function verdictEnding(
  verdict: Verdict,
  { paths, places, staysUp }: { paths: readonly DemoPath[]; places: DemoPlaces; staysUp: boolean },
): DemoEnding {
  return {
    problems: verdict.mismatches.map((mismatch) => `MISMATCH ${mismatch}`),
    lines: ['', ...verdictLines(verdict), '', ...(staysUp ? nextSteps(paths, places) : [`Next: ${playStep}`])],
  };
}

/** What is said when somebody stops the demo before its verdict. */
export function stoppedEnding(settled: number, paths: readonly DemoPath[], places: DemoPlaces | null): DemoEnding {
  // The blank line also ends a line that was being updated.
  const lines = ['', `Stopped before the verdict: ${settled} of ${paths.length} had settled.`];
  return { problems: [], lines: places === null ? lines : [...lines, `${uiText(places)}, until now.`] };
}

function verdictLines(verdict: Verdict): string[] {
  const { settled, withdrawals, ledger, mismatches } = verdict;
  return [
    `Verdict: ${holds(verdict) ? 'holds' : 'DOES NOT HOLD'}. ${settled} of ${withdrawals} settled; ` +
      `${mismatches.length} mismatches.`,
    `The exchanges' ledgers: accepted ${ledger.accepted}, left for good ${ledger.left}, twice ${ledger.duplicates}.`,
  ];
}

const playStep = 'npm run play, a playground in which every command of the README works as it stands.';

function nextSteps(paths: readonly DemoPath[], places: DemoPlaces): string[] {
  const index = paths.length - 1;
  const path = paths[index];
  const withdrawalId = path === undefined ? '' : withdrawalIdOf(path, index);
  return [
    'Worth doing next, in another shell:',
    `  1. Open ${places.uiUrl ?? 'the UI of your server'}, there withdrawal/${withdrawalId}, tab "User Metadata".`,
    `  2. export TEMPORAL_ADDRESS=${places.address}; npx withdrawals explain ${withdrawalId}`,
    `  3. ${playStep}`,
    `${uiText(places)}, up until Ctrl-C.`,
  ];
}

function uiText({ uiUrl, address }: DemoPlaces): string {
  return uiUrl === null ? `Temporal: ${address}` : `Temporal's UI: ${uiUrl}`;
}
