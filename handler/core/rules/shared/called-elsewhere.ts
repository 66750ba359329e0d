import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { isLiteral, showText, type Text } from '#core/value/text';
import type { Evidence } from '../need';
import { beforeSlash } from './bucket-names';
import { arnsCalled } from './called-arns';
import { callsElsewhere } from './called-uses';
import { queueArn } from './target-access';

/** An action that code was seen to do to one thing outside of the stack. */
export interface CalledElsewhere {
  readonly function: LambdaFunction;
  readonly action: string;
  /** Of an object its bucket. */
  readonly arn: Text;
  readonly evidence: Evidence;
}

/** Only what code names in full. */
export function calledElsewhere(action: string, model: StackModel): readonly CalledElsewhere[] {
  return callsElsewhere(model)
    .filter((call) => call.action === action)
    .flatMap((call) => {
      const { function: lambda, where, origin, resource } = call;
      const isQueue = action.startsWith('sqs:') && resource !== undefined;
      const named = isQueue ? queueArn(resource, model) : arnsCalled(call, model)[0];
      const arn = named === undefined || !action.startsWith('s3:') ? named : beforeSlash(named);
      if (arn === undefined || !isLiteral(arn)) return [];
      const message = `code of \`${lambda.logicalId}\` calls \`${action}\` on \`${showText(arn)}\` (${where})`;
      return [{ function: lambda, action, arn, evidence: { kind: 'called', message, origin } }];
    });
}
