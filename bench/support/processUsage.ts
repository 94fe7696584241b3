import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of process times. It is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** User and system CPU seconds so far of these processes, with their threads and living children. */
export function cpuSeconds(pids: readonly number[]): number {
  return withChildren(pids).reduce((sum, pid) => sum + (readText(`/proc/${pid}/stat`, cpuOfStat) ?? 0), 0);
}

/** Resident memory of one process, bytes; 0 once it is gone. */
export function memoryBytes(pid: number): number {
  return readText(`/proc/${pid}/status`, memoryOfStatus) ?? 0;
}

/** User plus system time in `/proc/<pid>/stat`, seconds. Reads after the command's bracket: it may hold anything. */
export function cpuOfStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** VmRSS in `/proc/<pid>/status`, bytes. */
export function memoryOfStatus(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
}

function withChildren(pids: readonly number[]): number[] {
  const all = new Set(pids);
  for (const pid of all) {
    for (const task of ifAlive(() => readdirSync(`/proc/${pid}/task`)) ?? []) {
      const children = readText(`/proc/${pid}/task/${task}/children`, (text) => text.trim().split(' ')) ?? [];
      for (const child of children.filter(Boolean)) all.add(Number(child));
    }
  }
  return [...all];
}

function readText<T>(file: string, parse: (text: string) => T): T | null {
  return ifAlive(() => parse(readFileSync(file, 'utf8')));
}

/** Null if the process ended between being listed and being read. */
function ifAlive<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
