import { Composer, type CST, type Document, Parser, type YAMLError } from 'yaml';

/** What the YAML library says about a place; offsets into the text. */
export type YamlProblem = Pick<YAMLError, 'code' | 'message' | 'pos'>;

/** The first document of a text, as far as it could be composed, and what was wrong with it in no particular order. */
export interface Composed {
  readonly document: Document | undefined;
  readonly problems: readonly YamlProblem[];
}

/** Errors after which reading stops: the library takes time that grows with their square. */
const errorBound = 500;

const options = {
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
} as const;

/** Composes YAML 1.2, whatever version a directive asks for. Never throws; stops early in a text that is full of errors. */
export function composeDocument(text: string): Composed {
  const problems: YamlProblem[] = [];
  const documents: Document[] = [];
  try {
    for (const document of boundedComposer(problems).compose(boundedTokens(text), true, text.length)) {
      const [start, end] = document.range;
      if (documents.length > 0) problems.push({ pos: [start, end], code: 'MULTIPLE_DOCS', message: '' });
      documents.push(document);
      if (documents.length > 1) break;
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) problems.push({ pos: [0, 0], code: 'RESOURCE_EXHAUSTION', message: '' });
    return { document: undefined, problems };
  }
  const [document] = documents;
  return { document, problems: [...problems, ...(document?.errors ?? []), ...(document?.warnings ?? [])] };
}

class TooManyErrors extends Error {}

type Place = number | readonly [number, number, number?] | { readonly offset: number; readonly source?: string };

/** Takes the errors of a composer as they come. It has no option for that, so its own handler is replaced. */
function boundedComposer(problems: YamlProblem[]): Composer {
  const onError = (place: Place, code: YamlProblem['code'], message: string): void => {
    if (problems.length >= errorBound) throw new TooManyErrors();
    problems.push({ pos: toPosition(place), code, message });
  };
  return Object.assign(new Composer(options), { onError });
}

function toPosition(place: Place): [number, number] {
  if (typeof place === 'number') return [place, place + 1];
  if ('offset' in place) return [place.offset, place.offset + (place.source?.length ?? 1)];
  return [place[0], place[1]];
}

function* boundedTokens(text: string): Generator<CST.Token> {
  let errors = 0;
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') errors++;
    if (errors > errorBound) return;
    yield token;
  }
}
