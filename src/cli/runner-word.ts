/** The hidden command that is the small process in which tasks run; see `serveRunner`. */
export const runnerWord = '__runner';

const commands: ReadonlySet<string> = new Set(['run', 'resume', 'retry']);
const runNothing: ReadonlySet<string> = new Set(['--dry-run', '--help', '-h']);

/** True for command lines that will most likely run tasks. A wrong guess costs some milliseconds, nothing else. */
export function runsTasks(args: readonly string[]): boolean {
  const command = args.find((word) => !word.startsWith('-'));
  return command !== undefined && commands.has(command) && !args.some((word) => runNothing.has(word));
}
