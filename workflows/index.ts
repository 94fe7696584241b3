export { withdrawalWorkflow } from './withdrawalWorkflow.ts';
export { accountWorkflow } from './account/accountWorkflow.ts';
export { lateWatchWorkflow } from './lateWatchWorkflow.ts';
