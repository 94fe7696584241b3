import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type DatabaseAccess = { sqlTool: string; port: number; user: string; password: string };

const stepMs = 60_000;

/** Temporal's two databases, each with the name of its schema. */
export const databases = {
  temporal: 'postgresql/v12/temporal',
  temporal_visibility: 'postgresql/v12/visibility',
} as const;

/** Creates Temporal's databases with their newest schema. Throws with the tool's own message. */
export async function setUpDatabases(access: DatabaseAccess): Promise<void> {
  for (const [database, schema] of Object.entries(databases)) {
    await runTool(access, database, ['create-database', '--defaultdb', 'postgres']);
    await runTool(access, database, ['setup-schema', '--version', '0.0']);
    await runTool(access, database, ['update-schema', '--schema-name', schema]);
  }
}

async function runTool(
  { sqlTool, port, user, password }: DatabaseAccess,
  database: string,
  step: string[],
): Promise<void> {
  // The password goes by environment: every user of this machine can read arguments.
  const env = {
    PATH: process.env['PATH'],
    SQL_PLUGIN: 'postgres12',
    SQL_HOST: '127.0.0.1',
    SQL_PORT: String(port),
    SQL_USER: user,
    SQL_PASSWORD: password,
    SQL_DATABASE: database,
  };
  try {
    await promisify(execFile)(sqlTool, step, { env, timeout: stepMs });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(
      `The database ${database} cannot be set up (${step[0]}): ${`${stdout}${stderr}`.trim().slice(-1_000)}`,
      { cause: error },
    );
  }
}
