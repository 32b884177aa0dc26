const reserved = ['SEGUE_', 'GITHUB_', 'ACTIONS_', 'RUNNER_'] as const;

/** The prefix by which a name belongs to Segue or to the runner; they set such variables themselves, or take them away. */
export function reservedPrefix(name: string): string | undefined {
  const upper = name.toUpperCase();
  return reserved.find((prefix) => upper.startsWith(prefix));
}
