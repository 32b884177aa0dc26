import { completionScripts, type Shell } from '../completion-scripts.ts';
import type { CommandContext, ExitCode } from '../context.ts';

/** `segue completion <shell>` */
export async function completionCommand({ terminal }: CommandContext, shell: Shell): Promise<ExitCode> {
  terminal.print(completionScripts[shell]);
  return 0;
}
