// Runs only when something has failed. A real one would call the pager; this one leaves a note.
import { need, writeText } from '../shared/task.mjs';

const failed = Object.entries(JSON.parse(need('NEEDS')))
  .filter(([, { result }]) => result === 'failure')
  .map(([task]) => task);

const text = `${need('SEGUE_PIPELINE')}, run ${need('SEGUE_RUN_ID')}: failed at ${failed.join(', ')}\n`;
await writeText(`${need('OUT')}/page.txt`, text);
console.log(text);
