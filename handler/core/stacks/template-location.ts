import type { MapNode, TemplateNode } from '#core/template/node';

/**
 * Where the template of a nested stack lies: as the CDK says in metadata, or written as a path, as `sam build` and
 * `aws cloudformation package` take it. Nothing for what is elsewhere.
 */
export function locationOf(resource: MapNode): string | undefined {
  const metadata = mapAt(resource, 'Metadata');
  const properties = mapAt(resource, 'Properties');
  const isTemplate = (textAt(metadata, 'aws:asset:property') ?? 'TemplateURL') === 'TemplateURL';
  const asset = isTemplate ? textAt(metadata, 'aws:asset:path') : undefined;
  const written = asset ?? textAt(properties, 'TemplateURL') ?? textAt(properties, 'Location');
  return written === undefined || isElsewhere(written) ? undefined : written;
}

/** True of what has a scheme, such as `https://` and `s3://`. */
export function isElsewhere(location: string): boolean {
  return location === '' || /^[a-z][a-z0-9+.-]*:/i.test(location);
}

export function mapAt(node: MapNode | undefined, key: string): MapNode | undefined {
  const value: TemplateNode | undefined = node?.entries.get(key)?.value;
  return value?.kind === 'map' ? value : undefined;
}

export function textAt(node: MapNode | undefined, key: string): string | undefined {
  const value = node?.entries.get(key)?.value;
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}

/** The path of a file that another names: relative to where that one lies. */
export function pathBeside(file: string, location: string): string {
  const path = location.startsWith('/') ? location : `${folderOf(file)}${location}`;
  const kept: string[] = [];
  for (const step of path.split('/')) {
    const last = kept.at(-1);
    if (step === '.' || (step === '' && kept.length > 0)) continue;
    if (step === '..' && last !== undefined && last !== '..' && last !== '') kept.pop();
    else kept.push(step);
  }
  return kept.join('/');
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
