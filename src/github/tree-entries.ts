/** An entry of a tree, whatever it is. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link' | 'submodule';
  readonly id: string;
  /** As git writes it: a file that becomes executable has changed. */
  readonly mode: string;
}

const idBytes = 20;

/** Reads the body of a tree: `<mode> <name>\0<raw id>` again and again. */
export function treeEntries(body: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const zero = body.indexOf(0, space);
    const mode = body.toString('latin1', at, space);
    const id = body.toString('hex', zero + 1, zero + 1 + idBytes);
    entries.push({ name: body.toString('utf8', space + 1, zero), kind: kindOf(mode), id, mode });
    at = zero + 1 + idBytes;
  }
  return entries;
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '40000') return 'folder';
  if (mode === '120000') return 'link';
  return mode === '160000' ? 'submodule' : 'file';
}
