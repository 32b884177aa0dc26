import type { Command } from 'commander';
import { type Candidate, completeWords, type DynamicKind } from '../complete-words.ts';
import { repositoryNames } from '../completion-names.ts';
import type { CommandContext, ExitCode } from '../context.ts';

/** `segue __complete -- words…`: candidates for the last word. Never fails aloud: a shell shows what it prints. */
export async function completeCommand(
  context: CommandContext,
  program: Command,
  words: readonly string[],
): Promise<ExitCode> {
  const names = async (kind: DynamicKind, before: readonly string[]): Promise<readonly Candidate[]> => {
    try {
      return await repositoryNames(context, kind, before);
    } catch {
      return [];
    }
  };
  const candidates = await completeWords(program, words, names);
  context.terminal.print(
    candidates.map(({ value, description }) => `${value}\t${description.replaceAll(/\s+/g, ' ')}`),
  );
  return 0;
}
