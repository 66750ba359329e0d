import { expandTransforms } from '#core/transforms/expand-transforms';
import { jsonOf, templateOf } from './json-template';

const resourceIds = (properties: { readonly [key: string]: string }): readonly string[] => {
  const auth = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth: { UsagePlan: properties } } };
  const template = templateOf({ Transform: 'AWS::Serverless-2016-10-31', Resources: { Shop: auth } });
  const root = jsonOf(expandTransforms(template, {}).root);
  const resources = typeof root === 'object' && root !== null && 'Resources' in root ? root['Resources'] : {};
  return Object.keys(resources ?? {}).filter((id) => /Plan|Key/.test(id));
};

describe('the usage plan of an API', () => {
  it.each([
    ['is its own', { CreateUsagePlan: 'PER_API' }, ['ShopUsagePlan', 'ShopApiKey', 'ShopUsagePlanKey']],
    [
      'may be shared',
      { CreateUsagePlan: 'SHARED' },
      ['ServerlessUsagePlan', 'ServerlessApiKey', 'ServerlessUsagePlanKey'],
    ],
    ['may be none', { CreateUsagePlan: 'NONE' }, []],
  ])('%s', (_name, plan, expected) => {
    expect(resourceIds(plan)).toEqual(expected);
  });
});
