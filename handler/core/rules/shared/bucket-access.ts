import type { Bucket, LambdaFunction, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import type { Origin } from '#core/value/origin';
import { oncePer } from '#core/value/once-per';
import { hole, NAME_SHAPE, showText, textOf, type Text } from '#core/value/text';
import type { Evidence, Need } from '../need';
import { meansAction } from './action-meant';
import { beforeSlash, isOfOtherKind, namesOneBucket } from './bucket-names';
import { calledUses } from './called-uses';
import { collectNeeds } from './collected-needs';
import { declaredNeeds } from './declared-needs';
import { grantsOf, type Grant } from './grants';
import { resourceMeant } from './meant';
import { resourceRef, roleNeed } from './role-needs';

/** A bucket as a policy names it: of this stack, or one known by its ARN only. */
export interface BucketMeant {
  readonly arn: Text;
  readonly bucket: Bucket | undefined;
}

export interface BucketUse {
  readonly function: LambdaFunction;
  readonly meant: BucketMeant;
  readonly evidence: Evidence;
  readonly atMost: Need['atMost'];
  readonly contradicted: readonly Statement[];
}

/** Functions that are meant to do something to a bucket, as their grants, declarations and code show. */
export function bucketUses(action: string, model: StackModel): readonly BucketUse[] {
  const granted = grantsOf(model, action).flatMap((grant) =>
    useOf(
      action,
      {
        function: grant.function,
        text: grant.resource.text,
        origin: grant.resource.origin,
        kind: 'granted',
        statement: grant.statement,
        atMost: doubtOf(grant, action),
      },
      model,
    ),
  );
  const declared = declaredNeeds(model)
    .filter((need) => need.action.toLowerCase() === action.toLowerCase())
    .flatMap((need) =>
      useOf(
        action,
        { function: need.function, text: need.resource, origin: need.origin, kind: 'declared', atMost: undefined },
        model,
      ),
    );
  return [...granted, ...declared, ...calledBuckets(action, model)];
}

function calledBuckets(action: string, model: StackModel): readonly BucketUse[] {
  return calledUses(model)
    .filter((use) => use.action === action)
    .flatMap(({ function: lambda, resource, evidence }) => {
      const bucket = model.buckets.find((each) => each.resource === resource);
      if (bucket === undefined) return [];
      return [{ function: lambda, meant: { arn: bucket.arn, bucket }, evidence, atMost: undefined, contradicted: [] }];
    });
}

/**
 * Listing named beside reading or writing is often only copied along: without it objects can be used all the same.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function doubtOf({ statement }: Grant, action: string): Need['atMost'] {
  const others = statement.actions?.patterns.filter(({ text }) => !meansAction(text, action)) ?? [];
  return action === 's3:ListBucket' && others.length > 0 ? 'warn' : undefined;
}

interface Mention {
  readonly function: LambdaFunction;
  readonly text: Text;
  readonly origin: Origin;
  readonly kind: 'granted' | 'declared';
  readonly statement?: Statement;
  readonly atMost: Need['atMost'];
}

function useOf(action: string, mention: Mention, model: StackModel): readonly BucketUse[] {
  const meant = bucketMeant(mention.text, model);
  if (meant === undefined) return [];
  const name = `\`${meant.bucket?.resource.logicalId ?? showText(meant.arn)}\``;
  const message =
    mention.kind === 'granted'
      ? `a statement of \`${mention.function.role.logicalId ?? showText(mention.function.role.arn)}\` names \`${action}\` on ${name}`
      : `the metadata of \`${mention.function.logicalId}\` declares \`${action}\` on ${name}`;
  const { kind, origin, atMost, statement } = mention;
  const contradicted = statement !== undefined && isOfOtherKind(mention.text, action) ? [statement] : [];
  return [{ function: mention.function, meant, evidence: { kind, message, origin }, atMost, contradicted }];
}

function bucketMeant(text: Text, model: StackModel): BucketMeant | undefined {
  return bucketFinder(model)(text);
}

/** Each text is looked for once, however many rules ask. */
const bucketFinder = oncePer((model: StackModel) => {
  const bucketOf = new Map(model.buckets.map((bucket) => [bucket.resource, bucket]));
  const resources = [...bucketOf.keys()];
  const found = new Map<string, BucketMeant | undefined>();
  const find = (text: Text): BucketMeant | undefined => {
    const resource = resourceMeant(beforeSlash(text), resources);
    const bucket = resource === undefined ? undefined : bucketOf.get(resource);
    if (bucket !== undefined) return { arn: bucket.arn, bucket };
    return namesOneBucket(text) ? { arn: beforeSlash(text), bucket: undefined } : undefined;
  };
  return (text: Text): BucketMeant | undefined => {
    const shown = showText(text);
    if (!found.has(shown)) found.set(shown, find(text));
    return found.get(shown);
  };
});

/** Which object is used is the caller's choice; the access is there if any object can be used. */
export function anyObjectOf(bucket: BucketMeant): Text {
  const of = bucket.bucket?.resource.logicalId ?? showText(bucket.arn);
  return textOf(
    bucket.arn,
    '/',
    hole(`any object of ${of}`, { kind: 'any-object', of }, { ...NAME_SHAPE, without: '*?$' }),
  );
}

/** Needs to use some object of each bucket meant. */
export function objectNeeds(rule: string, action: string, model: StackModel): readonly Need[] {
  return bucketNeeds(bucketUses(action, model), { rule, action, arnOf: anyObjectOf }, model);
}

/** Needs to use each bucket meant itself. */
export function bucketNeedsOf(rule: string, action: string, model: StackModel): readonly Need[] {
  return bucketNeeds(bucketUses(action, model), { rule, action, arnOf: (meant) => meant.arn }, model);
}

interface Asked {
  readonly rule: string;
  readonly action: string;
  readonly arnOf: (meant: BucketMeant) => Text;
}

function bucketNeeds(uses: readonly BucketUse[], { rule, action, arnOf }: Asked, model: StackModel): readonly Need[] {
  return collectNeeds(
    uses.map(({ function: lambda, meant, evidence, atMost, contradicted }) => ({
      ...roleNeed({
        rule,
        function: lambda,
        by: 'function-code',
        action,
        resource: resourceRef(arnOf(meant), model, meant.bucket?.resource.logicalId),
        evidence: [evidence],
        atMost,
      }),
      contradicted,
    })),
  );
}
