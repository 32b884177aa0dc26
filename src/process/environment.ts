/** Environment variables as plain data: names to values, without unset ones. */
export type Variables = Readonly<Record<string, string>>;

/** The environment of this process, read once; nothing else reads it. */
export function liveEnvironment(): Variables {
  return definedOnly(process.env);
}

/** Leaves out variables that are not set. */
export function definedOnly(variables: Readonly<Record<string, string | undefined>>): Variables {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) defined[name] = value;
  return defined;
}
