import { exchanges } from '../../../exchanges/registry.ts';
import { conformanceOf } from './suite.ts';

conformanceOf(Object.keys(exchanges).filter((name) => name.startsWith('edgex-')));
