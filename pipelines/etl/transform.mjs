// Keeps what the earth did by itself, flat and in order of time; blasts and explosions are left out.
import { readFileSync } from 'node:fs';
import { setOutput, writeText } from '../shared/task.mjs';

const { features } = JSON.parse(readFileSync('out/etl/raw.json', 'utf8'));

const earthquakes = features
  .filter(({ properties }) => properties.type === 'earthquake')
  .map(({ id, properties, geometry }) => {
    const [longitude, latitude, depth] = geometry.coordinates;
    const time = new Date(properties.time).toISOString();
    return { id, time, magnitude: properties.mag, place: properties.place, latitude, longitude, depth };
  })
  .sort((a, b) => a.time.localeCompare(b.time) || a.id.localeCompare(b.id));

await writeText('out/etl/earthquakes.json', JSON.stringify(earthquakes));
setOutput('kept', earthquakes.length);
setOutput('dropped', features.length - earthquakes.length);
