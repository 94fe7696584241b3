import { describe, expect, test } from '@jest/globals';

import { finishedExchanges } from '../../../exchanges/registry.ts';
import { crashAdapters } from '../../../scripts/crash-matrix/crashAdapters.ts';
import { crashRows, crashSlice, notApplicable } from '../../../scripts/crash-matrix/crashTable.ts';
import { matrixPoints } from '../../../scripts/crash-matrix/matrixPoints.ts';

describe('crash matrix', () => {
  test('default: every finished adapter of the registry is in it, as it is', () => {
    expect(crashAdapters.map(({ adapter }) => adapter).sort()).toEqual(Object.keys(finishedExchanges).sort());
    for (const { adapter, sends, cancels, findsBy } of crashAdapters) {
      const { repeatSubmit, cancel, findBy } = finishedExchanges[adapter]?.capabilities ?? {};
      expect({ adapter, cancels, findsBy }).toEqual({ adapter, cancels: cancel !== 'none', findsBy: findBy });
      if (sends !== 'none')
        expect({ adapter, sends }).toEqual({ adapter, sends: repeatSubmit === 'never' ? 'grant' : 'repeat' });
    }
  });

  test('default: every point on every adapter is either played or excused', () => {
    const cells = [...crashRows, ...notApplicable].map(({ adapter, point }) => `${adapter.adapter} ${point}`);
    expect(cells.sort()).toEqual(
      crashAdapters.flatMap(({ adapter }) => matrixPoints.map((point) => `${adapter} ${point}`)).sort(),
    );
    expect(notApplicable.filter(({ because }) => because.trim() === '')).toEqual([]);
  });

  test('default: the slice has every point, and every adapter that can send', () => {
    expect(crashSlice.map(({ point }) => point)).toEqual(matrixPoints);
    expect([...new Set(crashSlice.map(({ adapter }) => adapter.adapter))].sort()).toEqual(
      crashAdapters
        .filter(({ sends }) => sends !== 'none')
        .map(({ adapter }) => adapter)
        .sort(),
    );
  });
});
