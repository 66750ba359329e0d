import { parseTemplate } from '#core/template/parse-template';
import { jsonOf, type Json } from '../transforms/json-template';

export type JsonMap = Readonly<Record<string, Json>>;

/** The template as plain JSON with long intrinsic functions, whatever it was written in. */
export function plainTemplate(text: string): JsonMap {
  const { template } = parseTemplate(text);
  return template === undefined ? {} : asMap(jsonOf(template.root));
}

export function isMap(json: Json | undefined): json is JsonMap {
  return typeof json === 'object' && json !== null && !isList(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function asMap(json: Json | undefined): JsonMap {
  return isMap(json) ? json : {};
}

/** The template with one entry put in the place of another; maps on the way are made where there are none. */
export function withEntry(json: JsonMap, path: readonly string[], value: Json): JsonMap {
  const [key, ...rest] = path;
  if (key === undefined) return asMap(value);
  return { ...json, [key]: rest.length === 0 ? value : withEntry(asMap(json[key]), rest, value) };
}
