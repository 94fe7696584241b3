export { startSimulator } from './startSimulator.ts';
export { createManualClock, type ManualClock } from './manualClock.ts';
export { systemClock, type Clock } from './clock.ts';
export { faultDocs, faultNames, type FaultName, type FaultOrder, type FaultPoint } from './faults.ts';
export type { ExchangeName, FaultMatch, Ledger, LedgerEntry, LedgerEvent, ScriptStatus } from './ledger.ts';
export type { ScriptStep } from './script.ts';
export type {
  ForeignWithdrawal,
  RepeatGuid,
  SeenRequest,
  SimulatedAccount,
  Simulator,
  SimulatorOptions,
} from './options.ts';
