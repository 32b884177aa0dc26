import { logPath } from '../../process/log-paths.ts';

/** Beside the logs of a bundle; no task's folder has this name. */
export const aboutFile = 'about~run.json';

/** What a bundle of logs says about itself. */
export interface AboutLogs {
  readonly version: 1;
  readonly environment: string;
  readonly pipeline: string;
  readonly run: string;
  /** Logs of attempts that went on; what they printed later is in a later bundle. */
  readonly unfinished: readonly string[];
}

/** The name of an attempt's log in a bundle: what `logPath` gives, from the folder of its run on. */
export function logName(run: string, task: string, attempt: number): string {
  return logPath('', run, task, attempt).split('/').slice(1).join('/');
}

/** Undefined for what is none, or of another run: a bundle is named by whoever made it. */
export function readAboutLogs(text: string, environment: string, run: string): AboutLogs | undefined {
  const about = asObject(text);
  if (about === undefined || about.version !== 1 || about.environment !== environment || about.run !== run)
    return undefined;
  const { unfinished, pipeline } = about;
  if (typeof pipeline !== 'string' || !Array.isArray(unfinished)) return undefined;
  return { version: 1, environment, pipeline, run, unfinished: unfinished.filter((name) => typeof name === 'string') };
}

function asObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
