import { openJournal } from '../../src/store/local/local-journal.ts';
import { documentOf, recordOf } from './documents.ts';

/*
 * A process of its own that appends to the journal of `r-test0000` below the folder in its first argument until it is
 * killed. Says the number of each task after it was appended; flushes as it goes on.
 */
const [folder = ''] = process.argv.slice(2);
const { journal } = openJournal(folder, { environment: 'local', pipeline: 'test', run: 'r-test0000' });
journal.append({ kind: 'document', document: documentOf() });
for (let number = 0; ; number += 1) {
  journal.append({ kind: 'task', task: `t${number}`, record: recordOf('success') });
  if (!process.stdout.write(`${number}\n`)) await journal.flush();
}
