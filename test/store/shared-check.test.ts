import { expect, test } from 'vitest';
import { emptyBook } from '../../src/incident/incident.ts';
import { encodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { incidentsRef, poolRef } from '../../src/store/names.ts';
import { checkShared, sharedEnvironments } from '../../src/store/shared/shared-check.ts';

const claims = '"claims":[{"holder":"h-1","run":"r-1","slots":1,"at":"2026-03-01T05:00:00.000Z"}]';
const pool = `{"version":1,"environment":"production","pool":"crm",${claims}}`;

async function documentsWith(refs: Readonly<Record<string, string>>): Promise<MemoryDocuments> {
  const documents = new MemoryDocuments();
  for (const [ref, text] of Object.entries(refs)) {
    const kind = /^refs\/segue-(?:remote-)?(lease|pool|incidents)/.exec(ref)?.[1];
    const path = `${kind ?? 'lease'}.json`;
    await documents.commit({ ref, parent: undefined, edits: new Map([[path, text]]), message: 'By hand' });
  }
  return documents;
}

test('sound leases and pools are found to be so', async () => {
  const process = '"process":{"pid":7,"started":"s","boot":"b"}';
  const lease = `{"version":1,"holder":"h-1","place":"p",${process},"leaseMs":60000,"since":"2026-03-01T05:00:00.000Z"}`;
  const documents = await documentsWith({
    'refs/segue-lease/local/h-1': lease,
    'refs/segue-remote-lease/production/h-1': lease,
    [poolRef('production', 'crm')]: pool,
    [incidentsRef('production')]: encodeIncidents(emptyBook('production')),
  });
  expect(await sharedEnvironments(documents)).toEqual(['local', 'production']);
  expect(await checkShared(documents, ['local', 'production'])).toEqual([]);
});

test('what cannot be read, or is another’s, is told', async () => {
  const documents = await documentsWith({
    'refs/segue-remote-lease/production/h-2': '{}',
    [poolRef('production', 'other')]: pool,
    [poolRef('staging', 'crm')]: pool,
    'refs/segue-pool/Not an environment/x': '{}',
    'refs/segue-remote-incidents/staging/book': encodeIncidents(emptyBook('production')),
  });
  const environments = await sharedEnvironments(documents);
  expect(environments).toEqual(['production', 'staging']);
  const findings = await checkShared(documents, environments);
  expect(findings.map(({ severity, ref, path }) => [severity, ref, path])).toEqual([
    ['error', 'refs/segue-remote-lease/production/h-2', 'lease.json'],
    ['error', poolRef('production', 'other'), 'pool.json'],
    ['error', poolRef('staging', 'crm'), 'pool.json'],
    ['error', 'refs/segue-remote-incidents/staging/book', 'incidents.json'],
  ]);
});
