import { suites } from './support/calls.ts';
import { fuzz } from './support/fuzzSuite.ts';

// edgeX signs on a curve and takes long: a file of its own runs beside the others.
fuzz(suites.filter(({ adapter }) => adapter.startsWith('edgex-')));
