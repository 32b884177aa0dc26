type Environment = Readonly<Record<string, string | undefined>>;

/** An environment with settings of git added to those that it has, for all git processes that get it. Later ones win. */
export function withGitSettings<E extends Environment>(
  environment: E,
  settings: readonly (readonly [name: string, value: string])[],
): E & Readonly<Record<string, string>> {
  const had = Math.max(0, Math.trunc(Number(environment.GIT_CONFIG_COUNT ?? 0)) || 0);
  const added: Record<string, string> = { GIT_CONFIG_COUNT: String(had + settings.length) };
  for (const [index, [name, value]] of settings.entries()) {
    added[`GIT_CONFIG_KEY_${had + index}`] = name;
    added[`GIT_CONFIG_VALUE_${had + index}`] = value;
  }
  return { ...environment, ...added };
}
