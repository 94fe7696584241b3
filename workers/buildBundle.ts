import { writeFileSync } from 'node:fs';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import { bundlePath, workflowsPath } from './temporal/workflowCode.ts';

/* Run by `npm run build`: bundles the compiled workflows once, so that no worker has to do it when it starts. */
const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
writeFileSync(bundlePath, code);
