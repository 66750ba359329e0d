import { knownAction } from '#core/aws/actions';
import type { NamedGrant, StackModel } from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { defineRule } from '../rule';
import { mistakenFor } from '../shared/action-meant';
import { collectNeeds } from '../shared/collected-needs';
import { ASKED_OF_FUNCTIONS, TABLE } from '../shared/data-accesses';
import { grantedNeed, grantedUses, type GrantedUse } from '../shared/granted-uses';

const id = 'granted-action-fits-resource';

export const grantedActionFitsResource = defineRule({
  id,
  family: 'data',
  catalogue: ['A-S3-READ', 'A-S3-LIST', 'A-S3-WRITE', 'A-DDB-READ', 'A-SFN'],
  title: 'A statement names resources that its actions are done to',
  why: 'Each action is asked of one kind of resource: an object action never matches the ARN of a bucket, a stream action never that of a table. Such a statement says what is wanted and allows nothing.',
  fix: 'Name the resource in the form the action is asked of, e.g. `<bucket ARN>/*` for objects.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-all',
  references: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  ],
  needs: (model) =>
    collectNeeds(
      [...actionsNamed(model)]
        .flatMap((action) => grantedUses(action, model))
        .filter((use) => !use.isEffective && !isAskedElsewhere(use) && isMeant(use) && !isGrantedAlong(use, model))
        .map((use) => grantedNeed(id, use, model)),
    ),
});

/** Actions that some statement spells out, or means by a name that is none. */
function actionsNamed(model: StackModel): ReadonlySet<string> {
  return new Set(model.namedGrants.flatMap(actionsOf).flatMap((action) => knownAction(action)?.name ?? []));
}

function actionsOf({ statement: { actions } }: NamedGrant): readonly string[] {
  if (actions?.negated !== false) return [];
  return actions.patterns.flatMap(({ text }) => {
    const written = literalOf(text);
    return written === undefined ? [] : [mistakenFor(written) ?? written];
  });
}

/** What functions do with data has rules of its own; one finding for a statement is enough. */
function isAskedElsewhere({ grant, action }: GrantedUse): boolean {
  const service = action.slice(0, action.indexOf(':') + 1);
  return (
    grant.function !== undefined &&
    actionsOf(grant).some((each) => each.startsWith(service) && ASKED_OF_FUNCTIONS.has(each.toLowerCase()))
  );
}

/** Where a statement lists actions for more than one kind of resource, only those that work with data are worth a word. */
function isMeant({ action, isDoubtful }: GrantedUse): boolean {
  return !isDoubtful || ASKED_OF_FUNCTIONS.has(action.toLowerCase());
}

/** The CDK grants the stream of a table along with its data, in a statement of its own that names the table and never matches. */
function isGrantedAlong({ grant, action, resource }: GrantedUse, model: StackModel): boolean {
  return (
    STREAM_READING.has(action) &&
    TABLE.asked.some((other) =>
      grantedUses(other, model).some(
        (use) => use.isEffective && use.grant.role === grant.role && use.resource.logicalId === resource.logicalId,
      ),
    )
  );
}
const STREAM_READING: ReadonlySet<string> = new Set([
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
]);
