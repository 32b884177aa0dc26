import { completionScripts } from '../completion-scripts.ts';
import type { CommandContext, ExitCode } from '../context.ts';

/** `segue completion <shell>` */
export async function completionCommand(context: CommandContext, shell: string): Promise<ExitCode> {
  const script = completionScripts[shell as keyof typeof completionScripts];
  context.terminal.print(script);
  return 0;
}
