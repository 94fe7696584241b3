import { finishedExchanges } from '../../../exchanges/registry.ts';
import { conformanceOf } from './suite.ts';

conformanceOf(Object.keys(finishedExchanges).filter((name) => name.startsWith('edgex-')));
