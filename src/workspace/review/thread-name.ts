/** What a thread is told that judges pull requests: a program has several kinds of threads, and all begin with the same file. */
export const reviewThread = 'segue: judge pull requests';

/** Whether this thread was made to judge pull requests. Takes the `workerData` of Node.js. */
export function isReviewThread(data: unknown): boolean {
  return data === reviewThread;
}
