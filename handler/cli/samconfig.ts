import { InputError } from './command';

type Pair = readonly [name: string, value: string];
type TomlValue = string | readonly TomlValue[] | undefined;

/** Later tables win, as with `sam deploy`. */
const TABLES = ['default.global.parameters', 'default.deploy.parameters'];
const KEY = 'parameter_overrides';
const NOTHING: Found = { value: undefined, line: 1 };

/**
 * The parameters that `sam deploy` would give, from the text of `samconfig.toml`.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function samconfigOverrides(text: string, source: string): readonly Pair[] {
  const values = new TomlReader(text, source).valuesOf(KEY);
  return TABLES.flatMap((table) => overridesOf(values.get(table), source));
}

interface Found {
  readonly value: TomlValue;
  readonly line: number;
}

function overridesOf({ value, line }: Found = NOTHING, source: string): readonly Pair[] {
  if (value === undefined) return [];
  const texts = typeof value === 'string' ? [value] : value;
  return texts.flatMap((text) => {
    const pairs = typeof text === 'string' ? pairsOf(text) : undefined;
    if (pairs !== undefined) return pairs;
    throw new InputError(
      `${source}:${line}:1: \`${KEY}\` cannot be read`,
      'write it as `"Name=value Other=\\"a value\\""`',
    );
  });
}

const PAIR =
  /\s*(?:ParameterKey=([A-Za-z0-9]+),ParameterValue=|([A-Za-z0-9]+)=)("(?:\\.|[^"\\])*"|(?:\\.|[^\s"\\])*)/gy;

/** `A=b B="c d"` and `ParameterKey=A,ParameterValue=b`, whose quotes and backslashes are those of a shell. */
function pairsOf(text: string): readonly Pair[] | undefined {
  const matches = [...text.matchAll(PAIR)];
  const length = matches.reduce((sum, [whole]) => sum + whole.length, 0);
  if (text.slice(length).trim() !== '') return undefined;
  return matches.map(([, long, short, value = '']) => [long ?? short ?? '', unquoted(value)]);
}

function unquoted(value: string): string {
  const inner = value.startsWith('"') ? value.slice(1, -1) : value;
  return inner.replace(/\\(.)/g, '$1');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

/** As much of TOML as finding one key takes: tables, strings and arrays; other values are passed over. */
class TomlReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly source: string,
  ) {}

  /** The values of a key, by the table they stand in. */
  valuesOf(wanted: string): ReadonlyMap<string, Found> {
    const values = new Map<string, Found>();
    let table = '';
    while (this.skipBlanks()) {
      if (this.text[this.at] === '[') {
        table = this.take(/\[+([^\]\n]*)\]+/y).replaceAll(/[\s"']/g, '');
        continue;
      }
      const line = this.line();
      const key = this.take(/([^=\n]+)=[ \t]*/y);
      const value = this.value();
      if (key.replaceAll(/[\s"']/g, '') === wanted) values.set(table, { value, line });
    }
    return values;
  }

  private value(): TomlValue {
    const rest = this.text.slice(this.at, this.at + 3);
    if (rest === '"""') return unescaped(this.take(/"""\r?\n?((?:\\[^]|[^\\])*?)"""/y));
    if (rest === "'''") return this.take(/'''\r?\n?([^]*?)'''/y);
    switch (rest[0]) {
      case '"':
        return unescaped(this.take(/"((?:\\.|[^"\\\n])*)"/y));
      case "'":
        return this.take(/'([^'\n]*)'/y);
      case '[':
        return this.array();
      default:
        this.take(/([^\n,\]]*)/y);
        return undefined;
    }
  }

  private array(): TomlValue {
    const items: TomlValue[] = [];
    this.at += 1;
    while (this.skipBlanks() && this.text[this.at] !== ']') {
      items.push(this.value());
      if (this.skipBlanks() && this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== ']') this.fail();
    }
    this.take(/(\])/y);
    return items;
  }

  /** False at the end of the text. */
  private skipBlanks(): boolean {
    this.take(/((?:\s|#[^\n]*)*)/y);
    return this.at < this.text.length;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return this.fail();
    this.at = pattern.lastIndex;
    return match[1] ?? '';
  }

  private line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  private fail(): never {
    throw new InputError(
      `${this.source}:${this.line()}:1: not TOML`,
      'give single parameters as `--parameters Name=value`',
    );
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(?:\r?\n\s*|([^]))/g, (_, letter: string | undefined) =>
    letter === undefined ? '' : (ESCAPES.get(letter) ?? letter),
  );
}
