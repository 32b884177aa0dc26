/**
 * What a value from outside must look like. A shape gives the value again, made anew from the fields that it knows and in
 * their order, or throws a `ShapeError`.
 *
 * Pipelines are read with zod; state is not, because each run waits for its own documents before it starts and ends: zod
 * takes 8 ms for the first document of a process and 9 for one of a thousand tasks, this 1.5 and 4. A process that only looks
 * at state need not load zod at all.
 */
export type Shape<T> = (value: unknown) => T;

/** Where a value breaks its shape, and how. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly #path: string[] = [];

  /** `tasks.load.state: is not one of …` */
  get where(): string {
    return `\`${this.#path.join('.') || '(all)'}\` ${this.message}`;
  }

  /** Notes on the way out that the value stands below `key`. */
  below(key: string): this {
    this.#path.unshift(key);
    return this;
  }
}

/** A field that may be absent. */
export interface Optional<T> {
  readonly optional: Shape<T>;
}

type Field = Shape<unknown> | Optional<unknown>;
type Fields = Readonly<Record<string, Field>>;
type Read<F> = F extends Shape<infer T> ? T : F extends Optional<infer T> ? T : never;
type Made<F extends Fields> = { [K in keyof F as F[K] extends Shape<unknown> ? K : never]: Read<F[K]> } & {
  [K in keyof F as F[K] extends Shape<unknown> ? never : K]?: Read<F[K]>;
};

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

/** Fields that it does not name are left out. */
export function object<F extends Fields>(fields: F): Shape<Made<F>> {
  const entries = Object.entries(fields);
  return (value) => {
    const source = plainObject(value);
    const made: Record<string, unknown> = {};
    for (const [key, field] of entries) {
      const given = source[key];
      if (typeof field === 'function') made[key] = read(field, key, given);
      else if (given !== undefined) made[key] = read(field.optional, key, given);
    }
    return made as Made<F>;
  };
}

/** Any names that fit `key`, in their order. `__proto__` is no name: setting it would replace the prototype. */
export function mapOf<T>(key: Shape<string>, item: Shape<T>, most: number): Shape<Record<string, T>> {
  return (value) => {
    const entries = Object.entries(plainObject(value));
    if (entries.length > most) throw new ShapeError(`has more than ${most} entries`);
    const made: Record<string, T> = {};
    for (const [name, given] of entries) {
      if (name !== '__proto__') made[read(key, name, name)] = read(item, name, given);
    }
    return made;
  };
}

export function listOf<T>(item: Shape<T>, most: number): Shape<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new ShapeError('is not a list');
    if (value.length > most) throw new ShapeError(`has more than ${most} items`);
    return value.map((given: unknown, index) => read(item, String(index), given));
  };
}

/** @param complaint What is wrong with text that does not match, e.g. `is not an instant`. */
export function text(most: number, pattern?: RegExp, complaint = 'is malformed'): Shape<string> {
  return (value) => {
    if (typeof value !== 'string') throw new ShapeError('is not text');
    if (value.length > most) throw new ShapeError(`is longer than ${most} characters`);
    if (pattern && !pattern.test(value)) throw new ShapeError(complaint);
    return value;
  };
}

/** A shape whose value must also pass a test. */
export function where<T>(shape: Shape<T>, test: (value: T) => boolean, complaint: string): Shape<T> {
  return (value) => {
    const made = shape(value);
    if (!test(made)) throw new ShapeError(complaint);
    return made;
  };
}

export function number(least: number, most: number): Shape<number> {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new ShapeError('is not a number');
    if (value < least || value > most) throw new ShapeError(`is not between ${least} and ${most}`);
    return value;
  };
}

export function integer(least: number, most: number): Shape<number> {
  return where(number(least, most), Number.isInteger, 'is not a whole number');
}

export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ShapeError('is neither true nor false');
  return value;
}

export function oneOf<const T extends string | number | true>(...values: readonly T[]): Shape<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new ShapeError(`is not ${values.length === 1 ? '' : 'one of '}${values.join(', ')}`);
    return found;
  };
}

/** The first shape that fits. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return (value) => {
    try {
      return first(value);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      return second(value);
    }
  };
}

/** A union told apart by the field `kind`, whose values are the keys here. */
export function byKind<S extends Readonly<Record<string, Shape<unknown>>>>(shapes: S): Shape<Read<S[keyof S]>> {
  const byName = new Map<unknown, Shape<unknown>>(Object.entries(shapes));
  return (value) => {
    const shape = byName.get(plainObject(value).kind);
    if (!shape) throw new ShapeError('is of no known kind');
    return shape(value) as Read<S[keyof S]>;
  };
}

function read<T>(shape: Shape<T>, key: string, value: unknown): T {
  try {
    return shape(value);
  } catch (error) {
    throw error instanceof ShapeError ? error.below(key) : error;
  }
}

function plainObject(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new ShapeError('is not an object');
  return value as Readonly<Record<string, unknown>>;
}
