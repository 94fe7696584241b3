import { execFile } from 'node:child_process';

export type Ran = { readonly stdout: string; readonly stderr: string };

/** Runs a command to its end. Throws with all of its output when it fails. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env: { ...ownEnvironment(), ...env } }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`));
    });
  });
}

/** As in a shell of its own: npm tells the scripts that it runs about its project, and that would be ours. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const ofTheRun = /^npm_(?:lifecycle|package|command|execpath|node_execpath|config_local_prefix)|^INIT_CWD$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRun.test(name)));
}
