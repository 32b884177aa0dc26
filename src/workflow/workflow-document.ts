import { Document, isMap, isScalar, Scalar, type ToStringOptions, visit } from 'yaml';
import { checkoutAction } from './pinned-actions.ts';
import type { Workflow } from './workflow-shape.ts';

const style: ToStringOptions = {
  lineWidth: 0,
  blockQuote: 'literal',
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
  commentString: (text) => text.replaceAll(/^/gm, '#'),
};

/**
 * A workflow as text that a person would have written; the same workflow gives the same bytes.
 *
 * @param head Lines of the comment at its beginning.
 * @param explain Adds comments.
 */
export function workflowDocument(
  workflow: Workflow,
  head: readonly string[],
  explain: (document: Document) => void = () => undefined,
): string {
  const document = new Document(workflow, { aliasDuplicateObjects: false });
  document.commentBefore = head.map((line) => ` ${line}`).join('\n');
  separate(document.get('jobs', true));
  explain(document);
  visit(document, { Scalar: (key, node) => write(node, key === 'key') });
  return document.toString(style);
}

/** Jobs stand apart. */
function separate(jobs: unknown): void {
  if (!isMap(jobs)) return;
  for (const { key } of jobs.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
}

const pinned = `${checkoutAction.name}@${checkoutAction.commit}`;

/** A pin says its version; what other readers of YAML could take for something else stands in quotes. */
function write(node: Scalar, isKey: boolean): void {
  const { value } = node;
  if (value === pinned) node.comment = ` ${checkoutAction.version}`;
  if (typeof value === 'string' && !isKey && !isPlain(value) && !isBlock(value)) node.type = Scalar.QUOTE_DOUBLE;
}

function isPlain(text: string): boolean {
  return /^[A-Za-z./_$][\x20-\x7e]*$/.test(text) && !/^(?:y|n|yes|no|on|off|null|true|false)$/i.test(text);
}

/** Lines of a script: with nothing that cannot be seen, but tabs. */
function isBlock(text: string): boolean {
  return /^\S/.test(text) && text.includes('\n') && !/[^\P{C}\n\t]|[\u2028\u2029\ufeff]|^[^\S\n]+$/mu.test(text);
}
