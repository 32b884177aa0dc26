/** One entry of a tree. Only folders and plain files occur in state; whatever else a stranger put there is ignored. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'tree' | 'blob';
  readonly id: string;
}

const modes = { tree: '40000', blob: '100644' } as const;
const kinds: Readonly<Record<string, TreeEntry['kind']>> = { '40000': 'tree', '100644': 'blob' };

/** Reads the body of a tree object: `<mode> <name>\0<raw id>` again and again. Stops at what it cannot read. */
export function parseTree(body: Buffer, objectFormat: 'sha1' | 'sha256'): readonly TreeEntry[] {
  const idBytes = objectFormat === 'sha256' ? 32 : 20;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const zero = body.indexOf(0, space);
    const end = zero + 1 + idBytes;
    if (space === -1 || zero === -1 || end > body.length) break;
    const kind = kinds[body.toString('latin1', at, space)];
    if (kind)
      entries.push({ name: body.toString('utf8', space + 1, zero), kind, id: body.toString('hex', zero + 1, end) });
    at = end;
  }
  return entries;
}

/** The body of a tree object, in the order that git demands: as if folders ended in `/`. */
export function formatTree(entries: Iterable<TreeEntry>): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  return Buffer.concat(
    sorted.map((entry) =>
      Buffer.concat([Buffer.from(`${modes[entry.kind]} ${entry.name}\0`), Buffer.from(entry.id, 'hex')]),
    ),
  );
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.kind === 'tree' ? `${entry.name}/` : entry.name);
}
