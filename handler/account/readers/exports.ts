import { lazyService, oncePerSession } from '../account-session';
import { ABSENT, found, type FactReader } from '../reader';

const cloudFormation = lazyService(() => import('../clients/cloudformation'));

// There is no call for one export, so all of them are listed once.
const exportsOf = oncePerSession(async ({ call, place }) => {
  const { client, ListExportsCommand } = await cloudFormation(place.region);
  const valueByName = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const request = new ListExportsCommand({ NextToken });
    const page = await call('cloudformation:ListExports', (options) => client.send(request, options));
    for (const { Name, Value } of page.Exports ?? [])
      if (Name !== undefined && Value !== undefined) valueByName.set(Name, Value);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return valueByName;
});

export const exportReader: FactReader = {
  kinds: ['export'],
  iamActions: ['cloudformation:ListExports'],
  read: async (name, session) => {
    const value = (await exportsOf(session)).get(name);
    return value === undefined ? ABSENT : found(value);
  },
};
