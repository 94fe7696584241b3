/* Every message that crosses into a workflow, and the types, ids and inputs of the workflows that take them. */

export * from './messages/accountMessages.ts';
export * from './messages/lateWatchMessages.ts';
export * from './messages/withdrawalMessages.ts';
