import type { Book } from '../../incident/incident.ts';
import { decode, encode } from './codec.ts';
import { damaged } from './damaged.ts';
import { incidentsSchema } from './schema-incidents.ts';

export function encodeIncidents(book: Book): string {
  return encode(`book of incidents of ${book.environment}`, incidentsSchema, book);
}

/** @throws {Problem} SG606, SG607 */
export function decodeIncidents(text: string, environment: string): Book {
  const what = `book of incidents of ${environment}`;
  const book = decode(what, incidentsSchema, text);
  if (book.environment !== environment) throw damaged(what, `it is about ${book.environment}`);
  return book;
}
