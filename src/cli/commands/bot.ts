import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catchInterrupts } from '../../process/interrupts.ts';
import type { CommandContext, ExitCode } from '../context.ts';

export interface BotCommandOptions {
  readonly host?: string;
  readonly port?: string;
}

/** `segue bot`: starts the app, which is a program of its own, and ends with it. */
export async function botCommand(
  { environment, entry }: CommandContext,
  options: BotCommandOptions,
): Promise<ExitCode> {
  const { host = environment.HOST, port = environment.PORT } = options;
  const place = { ...(host === undefined ? {} : { HOST: host }), ...(port === undefined ? {} : { PORT: port }) };
  const child = spawn(process.execPath, [...process.execArgv, programOf(entry)], {
    stdio: 'inherit',
    env: { ...environment, ...place },
  });
  const interruption = catchInterrupts();
  interruption.deliverTo(() => child.kill('SIGTERM'));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  interruption.release();
  return code === 0 || code === 2 ? code : 1;
}

/** Beside the bundle of the command line lies that of the app, and so it is with the sources. */
function programOf(entry: string | undefined): string {
  if (entry !== undefined) return join(dirname(entry), '../bot/index.js');
  return join(dirname(realpathSync(process.argv[1] ?? '')), '../bot/index.ts');
}
