import { conformanceOf, shareOf } from './suite.ts';

conformanceOf(shareOf(0));
