import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-mounts-bucket';

export const functionMountsBucket = defineRule({
  id,
  family: 'storage',
  catalogue: ['F-S3FILES'],
  title: 'Function can mount the S3 file system',
  why: 'Clients of S3 Files take s3files:ClientMount, from the execution role or from a policy of the file system; actions of elasticfilesystem are for EFS.',
  fix: 'Allow s3files:ClientMount (and ClientWrite to write) on the file system and its access point in the execution role.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-files-security-iam.html'],
  needs: (model) =>
    hasFileSystemPolicy(model)
      ? []
      : model.functions.flatMap((each) =>
          itemsOf(at(each.resource.properties, 'FileSystemConfigs')).flatMap((config) =>
            mountNeed(each, at(config, 'Arn'), model),
          ),
        ),
});

/** What such a policy allows is not looked into. */
function hasFileSystemPolicy(model: StackModel): boolean {
  return model.lookup.ofType('AWS::S3Files::FileSystemPolicy').length > 0;
}

function mountNeed(lambda: LambdaFunction, setting: Value | undefined, model: StackModel): readonly Need[] {
  const accessPoint = textOfValue(setting);
  if (setting === undefined || accessPoint === undefined) return [];
  const resource = model.lookup.byArn(accessPoint);
  if (resource?.type !== 'AWS::S3Files::AccessPoint') return [];
  const message = `\`${lambda.logicalId}\` mounts \`${resource.logicalId}\``;
  const on = (arn: Text): Need =>
    roleNeed({
      rule: id,
      function: lambda,
      by: 'lambda-service',
      action: 's3files:ClientMount',
      resource: resourceRef(arn, model, resource.logicalId),
      evidence: [{ kind: 'wired', message, origin: setting.origin }],
    });
  const fileSystem = textOfValue(at(resource.properties, 'FileSystemId'));
  const { partition, region, account } = model.place;
  const place = textOf('arn:', partition, ':s3files:', region, ':', account, ':file-system/');
  return [{ ...on(accessPoint), orNeeds: fileSystem === undefined ? [] : [on(textOf(place, fileSystem))] }];
}
