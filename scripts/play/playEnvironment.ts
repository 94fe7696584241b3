/** Temporal's other settings; one that is left over from elsewhere would lead away from the playground. */
const foreignSettings = ['TEMPORAL_PROFILE', 'TEMPORAL_API_KEY', 'TEMPORAL_TLS', 'TEMPORAL_CODEC_ENDPOINT'];

/** A file for a shell to source: it exports these variables. */
export function environmentFile(variables: Readonly<Record<string, string>>): string {
  const exported = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [
    '# Written by `npm run play`, and good while that runs: source this file in another shell.',
    '# The keys open nothing but the fake exchanges of this playground.',
    `unset ${foreignSettings.join(' ')}`,
    ...exported,
    '',
  ].join('\n');
}

/** Takes Temporal's settings out of this process: a playground never touches a server that is not its own. */
export function forgetTemporalSettings(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (name.startsWith('TEMPORAL_')) delete env[name];
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
