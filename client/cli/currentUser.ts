import { userInfo } from 'node:os';

export type UserSources = {
  /** Throws where the user id has no name, as in a container that runs under any id. */
  readonly systemName: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined on Windows. */
  readonly uid: number | undefined;
};

const processSources: UserSources = {
  systemName: () => userInfo().username,
  env: process.env,
  uid: process.getuid?.(),
};

/** Who runs this process: the system's name, else USER or LOGNAME, else `uid <number>`. Never throws. */
export function currentUser({ systemName, env, uid }: UserSources = processSources): string {
  try {
    return systemName();
  } catch {
    const named = [env['USER'], env['LOGNAME']].find((name) => name !== undefined && name.trim() !== '');
    return named ?? (uid === undefined ? 'unknown user' : `uid ${uid}`);
  }
}
