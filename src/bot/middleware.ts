import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../run/ports.ts';
import { Bot } from './bot.ts';
import { BotLog } from './bot-log.ts';
import { botParts } from './bot-parts.ts';
import { checkedOptions, type GivenOptions } from './read-options.ts';

/** What another server hands webhooks to. */
export interface SegueMiddleware {
  /** Answers webhooks, true then; leaves everything else to `next`. */
  (request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<boolean>;
  /** What Prometheus reads. */
  metrics(): Promise<string>;
  /** Ends when nothing is under way any more. */
  stop(): Promise<void>;
}

/** @throws {Problem} SG970, SG971, SG972 */
export async function segueMiddleware(given: GivenOptions, clock: Clock, entry: string): Promise<SegueMiddleware> {
  const options = checkedOptions(given);
  const log = new BotLog((line) => void process.stdout.write(line), clock);
  const bot = new Bot(options, botParts({ clock, log, entry }));
  const webhooks = await bot.webhooks();
  await bot.start();
  const handle = async (request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<boolean> => {
    const answered = await webhooks(request, response);
    if (!answered) next?.();
    return answered;
  };
  return Object.assign(handle, { metrics: () => bot.metrics.text(), stop: () => bot.stop() });
}
