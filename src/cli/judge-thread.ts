import { parentPort, Worker, workerData } from 'node:worker_threads';
import { loadSettings } from '../model/load.ts';
import { writeResult } from '../validate/cache.ts';
import { validateFile } from '../validate/validate.ts';
import type { JudgeElsewhere, JudgingWork } from '../workspace/pipelines/judge-together.ts';
import { settingsFile } from '../workspace/pipelines/pipeline-files.ts';
import { threadWord } from './thread-word.ts';

/** Judges in a thread of its own, which runs the same program: `entry` is its file. */
export function judgeInThread(entry: string): JudgeElsewhere {
  return (work) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(entry, { workerData: work, argv: [threadWord] });
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the thread ended without an answer')));
    });
}

/** What that thread does. */
export function answerAsThread(): void {
  const { settings, files } = workerData as JudgingWork;
  const judged = loadSettings(settingsFile, settings).settings;
  parentPort?.postMessage(files.map((file) => writeResult(resultOf(validateFile(file, judged)))));
}

function resultOf({ diagnostics, links }: ReturnType<typeof validateFile>): Parameters<typeof writeResult>[0] {
  return links === undefined ? { diagnostics } : { diagnostics, links };
}
