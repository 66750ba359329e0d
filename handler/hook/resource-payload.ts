import { parsePayloadObject, type Payload } from './load-proposal';
import { resourceOf, type HookRequest } from './request';
import { jsonFieldOf } from './untrusted';

/** A resource that is asked about alone, as the template and the template before that hold nothing else. */
export function payloadOfResource({ target, targetLogicalId, resource }: HookRequest): Payload | undefined {
  if (resource === undefined) return undefined;
  // AWS: Cloud Control makes up an id, which need not be one that a template may hold.
  const logicalId = /^[A-Za-z0-9]{1,255}$/.test(targetLogicalId ?? '') ? targetLogicalId : undefined;
  const templateWith = (properties: object): string =>
    JSON.stringify({ Resources: { [logicalId ?? 'Resource']: { Type: target, Properties: properties } } });
  const { properties, previous } = resource;
  return {
    template: templateWith(properties),
    previousTemplate: previous === undefined ? undefined : templateWith(previous),
    resolvedTemplate: undefined,
    changedResources: [],
  };
}

/** SDKs of hooks take a payload for a resource as well, if its properties are not in the request. */
export function withResource(request: HookRequest, text: string): HookRequest {
  const json = parsePayloadObject(text);
  return { ...request, resource: resourceOf(jsonFieldOf(json, 'targetModel')) ?? resourceOf(json) };
}
