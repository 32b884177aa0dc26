import { type Owner, peekPipeline } from '../codec/codec.ts';
import { damaged } from '../codec/damaged.ts';
import type { DocumentStore, Version } from '../documents/documents.ts';
import { environmentOf, statePath, stateRef } from '../names.ts';

/**
 * Whose state a ref holds, if its name and its content agree.
 *
 * @throws {Problem} SG607
 */
export async function readOwner(documents: DocumentStore, ref: string, version: Version): Promise<Owner> {
  const environment = environmentOf(ref);
  if (environment === undefined) throw damaged(`state at ${ref}`, 'this is not the name of a state ref');
  const text = await documents.read(version, statePath);
  const pipeline = text === undefined ? undefined : peekPipeline(text);
  if (pipeline === undefined) throw damaged(`state at ${ref}`, `${statePath} does not say whose it is`);
  if (stateRef(environment, pipeline) !== ref) {
    throw damaged(`state at ${ref}`, `it is about ${pipeline}, whose ref is ${stateRef(environment, pipeline)}`);
  }
  return { environment, pipeline };
}
