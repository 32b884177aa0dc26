/**
 * What the process runs that holds the thread of judgements; it is given the file of the program that the thread runs, what the thread
 * is told, and the megabytes that it may take. Its own thread never computes anything: so it ends with its parent, however busy the
 * other one is. A thread alone would be no bound on memory: where V8 finds no room for one large piece, it ends the whole process.
 * Signals that end programs are its parent's: Ctrl-C and systemd send them to all processes, and a judgement that was cut off
 * by one would be taken for too large.
 */
export const judgeProgram = `
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const { Worker } = require('node:worker_threads');
const [entry, workerData, megabytes] = process.argv.slice(1);
const thread = new Worker(entry, {
  workerData,
  resourceLimits: { maxOldGenerationSizeMb: Number(megabytes) },
  env: {},
  stdout: true,
  stderr: true,
});
const failed = (code, message) => process.connected && process.send({ failed: code, message });
thread.on('message', (answer) => process.connected && process.send(answer));
thread.on('error', (error) => failed(String(error?.code ?? ''), String(error?.message ?? error)));
thread.on('exit', () => failed('', ''));
process.on('message', (work) => thread.postMessage(work));
process.on('disconnect', () => thread.terminate());
`;

/** What the process tells besides the answers of its thread: that there is no thread any more. */
export interface ThreadFailed {
  /** A code of Node.js, or nothing. */
  readonly failed: string;
  readonly message: string;
}
