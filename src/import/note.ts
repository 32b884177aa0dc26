/** What a note is about, in a word; the table of an import shows only these. */
export type NoteAbout =
  | 'background'
  | 'chain'
  | 'date'
  | 'directory'
  | 'environment'
  | 'lock'
  | 'log'
  | 'mail'
  | 'path'
  | 'random'
  | 'schedule'
  | 'secret'
  | 'shell'
  | 'sleep'
  | 'status'
  | 'sudo'
  | 'system'
  | 'timeout'
  | 'timezone'
  | 'together'
  | 'user'
  | 'wrapper';

/** Something that an import changed, left out, or cannot know. Holds no credentials. */
export interface Note {
  readonly about: NoteAbout;
  /** Sentences. */
  readonly text: string;
}

export function note(about: NoteAbout, text: string): Note {
  return { about, text };
}
