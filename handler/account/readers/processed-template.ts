import { lazyService, orAbsent, type AccountSession } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, found, unreadable, type FactReader } from '../reader';

const cloudFormation = lazyService(() => import('../clients/cloudformation'));

/**
 * The template of a change set (by ARN) or of a stack (by name) as it was given and as its transforms made it. AWS: the latter
 * is there only once a change set is made; parameters and secrets are not resolved in either.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 */
export const processedTemplateReader: FactReader = {
  kinds: ['processed-template'],
  iamActions: ['cloudformation:GetTemplate'],
  read: async (id, session) => {
    const parts = arnParts(id);
    const { account, region } = session.place;
    if (parts !== undefined && parts.account !== account) return unreadable(`it belongs to account ${parts.account}`);
    if (parts !== undefined && parts.region !== region) return unreadable(`it is in region ${parts.region}`);
    const named = parts === undefined ? { StackName: id } : { ChangeSetName: id };
    const [original, processed] = await Promise.all([
      templateAt('Original', named, session),
      templateAt('Processed', named, session),
    ]);
    return original === undefined || processed === undefined ? ABSENT : found({ original, processed });
  },
};

interface Named {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
}

async function templateAt(
  TemplateStage: 'Original' | 'Processed',
  named: Named,
  { call, place }: AccountSession,
): Promise<string | undefined> {
  const { client, GetTemplateCommand } = await cloudFormation(place.region);
  const request = new GetTemplateCommand({ ...named, TemplateStage });
  const answer = await orAbsent(call('cloudformation:GetTemplate', (options) => client.send(request, options)));
  return answer?.TemplateBody;
}
