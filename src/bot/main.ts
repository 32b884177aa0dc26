import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import { catchInterrupts } from '../process/interrupts.ts';
import type { Clock } from '../run/ports.ts';
import { Bot } from './bot.ts';
import { BotLog, levelOf, wordsOf } from './bot-log.ts';
import { botParts } from './bot-parts.ts';
import { serve } from './bot-server.ts';
import { pages } from './pages.ts';
import { readAddress, readBotOptions } from './read-options.ts';

/** The app as a program: it ends when it is told to by a signal. `entry` is the file of this program. */
export async function main(variables: Variables, clock: Clock, entry: string): Promise<void> {
  const log = new BotLog((line) => void process.stdout.write(line), clock, levelOf(variables.LOG_LEVEL));
  try {
    await serveUntilTold(variables, { clock, log, entry });
  } catch (error) {
    if (error instanceof Problem) process.stderr.write(`${error.code}: ${error.message}\n${error.help}\n`);
    else process.stderr.write(`A bug of Segue: ${wordsOf(error)}\n`);
    process.exitCode = error instanceof Problem ? error.exitCode : 1;
  }
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: BotLog;
  readonly entry: string;
}

async function serveUntilTold(variables: Variables, { clock, log, entry }: Surroundings): Promise<void> {
  const options = readBotOptions(variables);
  const address = readAddress(variables);
  const bot = new Bot(options, botParts({ clock, log, entry }));
  const interruption = catchInterrupts();
  const told = new Promise<void>((resolve) => interruption.deliverTo(() => resolve()));
  const server = await serve(
    [await bot.webhooks(), pages({ unready: () => bot.unready, metrics: bot.metrics })],
    address,
    log,
  );
  try {
    log.info('listening', { url: server.url, webhooks: options.webhookPath, api: options.apiUrl });
    // GitHub may take its time, and whoever ends it does not want to wait for that.
    await Promise.race([bot.start(), told]);
    await told;
    log.info('It ends when what is under way is done.');
  } finally {
    const closed = server.close();
    await bot.stop();
    // Whoever sends slowly would keep it alive.
    server.cut();
    await closed;
    interruption.release();
  }
}
