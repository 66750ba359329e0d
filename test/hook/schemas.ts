import Ajv2020 from 'ajv/dist/2020';
import auditRecord from '#schema/audit-record.schema.json';
import hookRequest from '#schema/hook-request.schema.json';
import hookResponse from '#schema/hook-response.schema.json';
import judgement from '#schema/judgement.schema.json';

const FORMATS = {
  uri: (text: string) => URL.canParse(text),
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
};
const ajv = new Ajv2020({ allErrors: true, formats: FORMATS, allowUnionTypes: true });

const VALIDATORS = {
  'audit-record': ajv.compile(auditRecord),
  'hook-request': ajv.compile(hookRequest),
  'hook-response': ajv.compile(hookResponse),
  judgement: ajv.compile(judgement),
};

/** What is wrong with the value as it goes over the wire; empty if it fits the published schema. */
export function schemaErrors(schema: keyof typeof VALIDATORS, value: unknown): readonly string[] {
  const validate = VALIDATORS[schema];
  validate(JSON.parse(JSON.stringify(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
