import type { NewObject } from '../store/git/git-objects.ts';
import { parseTree } from '../store/git/git-tree.ts';

/** An entry of a tree that GitHub is to make: of what is there already, or of text that comes along. */
export type NewEntry = { readonly path: string; readonly mode: '100644' | '040000'; readonly type: 'blob' | 'tree' } & (
  | { readonly sha: string }
  | { readonly content: string }
);

/**
 * A tree as one request can say it: its new folders in full, so that nothing has to be taken away from an old one, new texts
 * with them, and of the rest the ids. `made` are the objects that GitHub does not have yet, by id.
 */
export function entriesOf(tree: NewObject, made: ReadonlyMap<string, NewObject>, folder = ''): readonly NewEntry[] {
  return parseTree(tree.body, 'sha1').flatMap(({ name, kind, id }): readonly NewEntry[] => {
    const path = `${folder}${name}`;
    const inside = made.get(id);
    if (kind === 'blob') {
      const text = inside?.body.toString();
      return [{ path, mode: '100644', type: 'blob', ...(text === undefined ? { sha: id } : { content: text }) }];
    }
    return inside === undefined
      ? [{ path, mode: '040000', type: 'tree', sha: id }]
      : entriesOf(inside, made, `${path}/`);
  });
}
