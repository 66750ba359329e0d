import type { LambdaFunction, Resource, StackModel } from '#core/model/stack-model';
import { textOf } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-mounts-file-system';

export const functionMountsFileSystem = defineRule({
  id,
  family: 'storage',
  catalogue: ['F-EFS'],
  title: 'Function can mount the file system',
  why: 'A file system without a policy lets in whoever reaches it. One with a policy must allow elasticfilesystem:ClientMount, or the execution role must; the resource is the file system, never the access point.',
  fix: 'Allow elasticfilesystem:ClientMount (and ClientWrite to write) on the ARN of the file system in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html',
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  ],
  needs: (model) =>
    model.functions.flatMap((each) =>
      itemsOf(at(each.resource.properties, 'FileSystemConfigs')).flatMap((config) => mountNeed(each, config, model)),
    ),
});

/** AWS: without a file-system policy anonymous clients may mount and write, and nothing needs to be allowed. */
function mountNeed(lambda: LambdaFunction, config: Value, model: StackModel): readonly Need[] {
  const setting = at(config, 'Arn');
  const accessPoint = textOfValue(setting);
  if (setting === undefined || accessPoint === undefined) return [];
  const fileSystem = fileSystemOf(model.lookup.byArn(accessPoint), model);
  if (fileSystem?.arn === undefined || at(fileSystem.properties, 'FileSystemPolicy') === undefined) return [];
  const message = `\`${lambda.logicalId}\` mounts \`${fileSystem.logicalId}\`, which has a policy`;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'lambda-service',
      action: 'elasticfilesystem:ClientMount',
      resource: resourceRef(fileSystem.arn, model, fileSystem.logicalId),
      context: new Map([
        ['elasticfilesystem:accesspointarn', accessPoint],
        ['elasticfilesystem:accessedviamounttarget', textOf('true')],
      ]),
      evidence: [{ kind: 'wired', message, origin: setting.origin }],
    }),
  ];
}

function fileSystemOf(accessPoint: Resource | undefined, model: StackModel): Resource | undefined {
  const id = textOfValue(at(accessPoint?.properties, 'FileSystemId'));
  return id === undefined ? undefined : model.lookup.byRef(id, 'AWS::EFS::FileSystem');
}
