import { readFileSync } from 'node:fs';
import { dataFile, setOutput, writeText } from '../shared/task.mjs';

const text = readFileSync(dataFile('earthquakes.json'), 'utf8');
await writeText('out/etl/raw.json', text);
setOutput('events', JSON.parse(text).features.length);
