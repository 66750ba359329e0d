import { entryOf, givenOf, intrinsicOf, isPresent, stringOf } from '../node-reading';
import { ref } from '../draft';
import type { InvocationTarget } from './invocation-target';
import { define, type SamResource, type Workspace } from './workspace';

/**
 * The function's URL, and for one without authorization the two permissions it takes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function functionUrl(
  workspace: Workspace,
  { logicalId, properties }: SamResource,
  target: InvocationTarget,
): void {
  const config = entryOf(properties, 'FunctionUrlConfig');
  if (!isPresent(config)) return;
  const functionName = target.aliasId === undefined ? ref(logicalId) : ref(target.aliasId);
  const attributes = target.shared;
  define(workspace, `${logicalId}Url`, {
    type: 'AWS::Lambda::Url',
    at: config,
    attributes,
    properties: {
      TargetFunctionArn: functionName,
      AuthType: entryOf(config, 'AuthType'),
      Cors: givenOf(entryOf(config, 'Cors')),
      InvokeMode: givenOf(entryOf(config, 'InvokeMode')),
    },
  });
  if (intrinsicOf(config) !== undefined || stringOf(entryOf(config, 'AuthType')) !== 'NONE') return;
  define(workspace, `${logicalId}UrlPublicPermissions`, {
    type: 'AWS::Lambda::Permission',
    at: config,
    attributes,
    properties: {
      Action: 'lambda:InvokeFunctionUrl',
      FunctionName: functionName,
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
    },
  });
  define(workspace, `${logicalId}URLInvokeAllowPublicAccess`, {
    type: 'AWS::Lambda::Permission',
    at: config,
    attributes,
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionName,
      Principal: '*',
      InvokedViaFunctionUrl: true,
    },
  });
}
