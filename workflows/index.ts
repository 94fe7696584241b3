export { withdrawalWorkflow } from './withdrawalWorkflow.ts';
export { accountWorkflow } from './accountWorkflow.ts';
export { lateWatchWorkflow } from './lateWatchWorkflow.ts';
