import { DocumentState, type StateOptions } from './document-state.ts';
import { MemoryDocuments } from './memory-documents.ts';

/** State that lives and dies with this process. */
export function memoryState(options: Omit<StateOptions, 'documents'>): DocumentState {
  return new DocumentState({ ...options, documents: new MemoryDocuments() });
}
