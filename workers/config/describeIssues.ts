import type { z } from 'zod';

import { hint } from './suggest.ts';
import { writePath } from './writePath.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * One sentence per problem, with the path of the field. For an unknown field it names the one that was probably
 * meant. Shows no value.
 */
export function describeIssues(schema: z.core.$ZodType, issues: readonly Issue[], prefix: Path = []): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [`${writePath([...prefix, ...issue.path])}: ${describeIssue(issue)}`];
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => `${writePath([...prefix, ...issue.path, key])}: unknown field${hint(key, known)}`);
  });
}

function describeIssue(issue: Issue): string {
  // zod tells only the type of what it received, never the value.
  if (isMissing(issue)) return `missing; expected ${typeWords[issue.expected] ?? issue.expected}`;
  return issue.message
    .replace(/^(?:Invalid input|Invalid option|Too small|Too big): /, '')
    .replace(/expected \w+ to (?:be|have) /, 'expected ')
    .replace('expected record', 'expected a table');
}

/** True for a missing field, false for a field with a wrong value. */
export function isMissing(issue: Issue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  record: 'a table',
  object: 'a table',
  array: 'a list',
  int: 'a whole number',
  boolean: 'true or false',
};

/** Field names that the schema knows in the table at `path`. Empty where any name is allowed. */
function knownKeys(schema: z.core.$ZodType, path: Path): readonly string[] {
  const at = path.reduce<z.core.$ZodType | null>(
    (current, segment) => (current === null ? null : child(current, segment)),
    schema,
  );
  const table = at === null ? null : unwrap(at);
  return table === null || !isObject(table) ? [] : Object.keys(table._zod.def.shape);
}

function child(schema: z.core.$ZodType, segment: PropertyKey): z.core.$ZodType | null {
  const inner = unwrap(schema);
  if (isObject(inner)) return inner._zod.def.shape[String(segment)] ?? null;
  const def = inner._zod.def as { readonly valueType?: z.core.$ZodType; readonly element?: z.core.$ZodType };
  return def.valueType ?? def.element ?? null;
}

/** Looks through optional, default and the like at the schema of the value itself. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as { readonly innerType?: z.core.$ZodType; readonly in?: z.core.$ZodType };
  const inner = def.innerType ?? def.in;
  return inner === undefined ? schema : unwrap(inner);
}

function isObject(schema: z.core.$ZodType): schema is z.core.$ZodObject {
  return schema._zod.def.type === 'object';
}
