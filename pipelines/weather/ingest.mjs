// Fetches the raw records. The source is a file here; a real task would download it, and be retried when that fails.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dataFile, need, setOutput, writeText } from '../shared/task.mjs';

const text = readFileSync(dataFile('weather.csv'), 'utf8');
await writeText(`${need('OUT')}/raw.csv`, text);

setOutput('bytes', Buffer.byteLength(text));
setOutput('sha256', createHash('sha256').update(text).digest('hex'));
