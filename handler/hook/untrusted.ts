/** Reading of JSON that nobody vouches for. AWS's own pages spell the fields of hook events in several casings. */
export type UntrustedObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is UntrustedObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field by its exact name, else by its name in any casing: `stackId` is also found as `stackID` or `StackId`. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : value[key];
}

/** The field as text; empty, absent and not-a-text are all the same: not given. */
export function textFieldOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' && field !== '' ? field : undefined;
}

/** The field itself, or what it holds as a JSON text; nothing where that is none. */
export function jsonFieldOf(value: unknown, name: string): unknown {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? jsonIn(field) : field;
}

/** What a JSON text holds; nothing where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
