import type { MapNode, ScalarNode, TemplateNode } from '#core/template/node';
import { nearestName } from './nearest-name';

interface Refusal {
  readonly start: number;
  readonly message: string;
  readonly hint: string | undefined;
}

interface TextForm {
  readonly form: RegExp;
  readonly hint: string;
}

/** Reads the parts of a settings document; what does not fit is collected with its place, and read as missing. */
export class SettingsReader {
  readonly problems: Refusal[] = [];

  refuse(start: number, message: string, hint?: string): void {
    this.problems.push({ start, message, hint });
  }

  map(node: TemplateNode, name: string): MapNode | undefined {
    if (node.kind === 'map') return node;
    this.refuse(node.start, `\`${name}\` is not a mapping`);
    return undefined;
  }

  list(node: TemplateNode, name: string, hint: string): readonly TemplateNode[] | undefined {
    if (node.kind === 'seq') return node.items;
    this.refuse(node.start, `\`${name}\` is not a list`, hint);
    return undefined;
  }

  /** One text or a list of them, each of the form. */
  texts(node: TemplateNode, name: string, { form, hint }: TextForm): readonly string[] {
    const items = node.kind === 'seq' ? node.items : [node];
    return items.flatMap((item) => {
      if (item.kind === 'scalar' && form.test(item.text)) return [item.text];
      const shown = item.kind === 'scalar' ? `\`${item.text}\`` : `a ${item.kind === 'map' ? 'mapping' : 'list'}`;
      this.refuse(item.start, `\`${name}\` cannot be ${shown}`, hint);
      return [];
    });
  }

  onlyKeys(map: MapNode, known: readonly string[], what: string): void {
    for (const { key } of map.entries.values()) this.known(key, known, what);
  }

  known(name: ScalarNode, known: readonly string[], what: string): void {
    if (known.includes(name.text)) return;
    const nearest = nearestName(name.text, known);
    this.refuse(
      name.start,
      `unknown ${what} \`${name.text}\``,
      nearest === undefined ? oneOfHint(known) : `did you mean \`${nearest}\`?`,
    );
  }

  oneOf<T extends string>(node: TemplateNode, choices: readonly T[], name: string): T | undefined {
    const text = node.kind === 'scalar' ? node.text : undefined;
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    const nearest = text === undefined ? undefined : nearestName(text, choices);
    const hint = `${nearest === undefined ? '' : `did you mean \`${nearest}\`? `}one of ${choices.join(', ')}`;
    this.refuse(
      node.start,
      `\`${name}\` cannot be ${text === undefined ? `a ${node.kind === 'map' ? 'mapping' : 'list'}` : `\`${text}\``}`,
      hint,
    );
    return undefined;
  }

  requiredText(map: MapNode, key: string, hint: string): ScalarNode | undefined {
    const node = map.entries.get(key)?.value;
    if (node === undefined) this.refuse(map.start, `\`${key}\` is missing`, `add ${hint}`);
    else if (node.kind === 'scalar' && node.text.trim() !== '' && node.value !== null) return node;
    else this.refuse(node.start, `\`${key}\` is not a text`, `write ${hint}`);
    return undefined;
  }

  /** A day of the calendar as `YYYY-MM-DD`. */
  day(node: TemplateNode, name: string): string | undefined {
    const text = node.kind === 'scalar' ? node.text : '';
    const time = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
    this.refuse(node.start, `\`${name}\` is not a day`, 'write it as YYYY-MM-DD');
    return undefined;
  }
}

const FEW = 10;

function oneOfHint(known: readonly string[]): string | undefined {
  return known.length > FEW ? '`cfn-permission-hook rules` lists what is known' : `one of ${known.join(', ')}`;
}
