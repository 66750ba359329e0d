import { expandTransforms } from '#core/transforms/expand-transforms';
import { jsonOf, templateOf } from './json-template';

const RESOURCES = {
  Worker: { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'python3.13', Handler: 'a.b' } },
};

describe('a template with SAM types that does not declare the transform', () => {
  it('is expanded as if it did', () => {
    const declared = expandTransforms(
      templateOf({ Transform: 'AWS::Serverless-2016-10-31', Resources: RESOURCES }),
      {},
    );

    const expanded = expandTransforms(templateOf({ Resources: RESOURCES }), {});

    expect(jsonOf(expanded.root)).toEqual(jsonOf(declared.root));
  });

  it('is told so', () => {
    const { problems } = expandTransforms(templateOf({ Resources: RESOURCES }), {});

    expect(problems.map(({ message, fatal }) => ({ message, fatal }))).toEqual([
      {
        message: '`AWS::Serverless::Function` is a SAM type, and the template does not declare the SAM transform',
        fatal: false,
      },
    ]);
  });
});
