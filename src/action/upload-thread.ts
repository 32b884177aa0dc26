import { parentPort } from 'node:worker_threads';

/** One artifact to keep. */
export interface UploadWork {
  readonly id: number;
  readonly name: string;
  readonly folder: string;
  /** Absolute paths below the folder. */
  readonly files: readonly string[];
  readonly keepDays: number;
}

export interface UploadAnswer {
  readonly id: number;
  /** Why it was not kept; absent if it was. */
  readonly failure?: string;
}

/**
 * What the thread of uploads does. GitHub's package reads the variables of its process, prints as it goes, registers addresses as
 * secrets by printing them, and throws out of the reach of whoever called it: here all of that stays in a thread whose output
 * nobody reads. It is also the only place where the package is loaded, which takes as long as all of Segue.
 */
export async function answerUploads(): Promise<void> {
  const { DefaultArtifactClient } = await import('@actions/artifact');
  const client = new DefaultArtifactClient();
  parentPort?.on('message', async ({ id, name, folder, files, keepDays }: UploadWork) => {
    let answer: UploadAnswer = { id };
    try {
      await client.uploadArtifact(name, [...files], folder, { retentionDays: keepDays });
    } catch (error) {
      answer = { id, failure: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  });
}
