import { Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { auditRecord } from '#hook/audit-record';
import {
  BLOCKED_STACKS,
  FINDINGS_BY_RULE,
  queryText,
  SAVED_QUERIES,
  UNKNOWN_BY_REASON,
  type AuditQuery,
} from '../../infra/audit/audit-queries';
import { accountStack } from './stacks';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

const schema = JSON.parse(readFileSync('schema/audit-record.schema.json', 'utf8')) as Schema;

function fieldAt(start: Schema | undefined, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>((at, name) => {
    const more = at?.additionalProperties;
    return at?.properties?.[name] ?? (typeof more === 'object' ? more : undefined);
  }, start);
}

const WORDS =
  /^(?:fields|filter|stats|sort|limit|unnest|into|as|by|and|like|desc|asc|count|sum|latest|ispresent|jsonParse|@\w+)$/;

/** What a query calls by a name of its own: the record, what is in a list of it, and results. */
function namesIn(query: AuditQuery): ReadonlyMap<string, Schema | undefined> {
  const names = new Map<string, Schema | undefined>();
  for (const line of query) {
    for (const [, name = ''] of line.matchAll(/ as (\w+)/g)) names.set(name, schema);
    const [, list = '', item] = /^unnest (\S+) into (\S+)$/.exec(line) ?? [];
    if (item !== undefined) names.set(item, fieldAt(schema, list.split('.').slice(1))?.items);
  }
  return names;
}

/** The fields a query names that no record has. */
function strangersIn(query: AuditQuery): readonly string[] {
  const names = namesIn(query);
  const text = query
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/"[^"]*"/g, '');
  const fields = [...text.matchAll(/`([^`]+)`|@?[A-Za-z_][\w.]*/g)].map(([token, quoted]) => quoted ?? token);
  return fields.filter((field) => {
    const [first = '', ...rest] = field.split('.');
    const found = names.has(first) ? fieldAt(names.get(first), rest) : fieldAt(schema, [first, ...rest]);
    return !WORDS.test(field) && found === undefined;
  });
}

describe('queries', () => {
  it.each(Object.entries({ ...SAVED_QUERIES, BLOCKED_STACKS, FINDINGS_BY_RULE, UNKNOWN_BY_REASON }))(
    '%s names only fields that a record has',
    (_name, query) => {
      expect(strangersIn(query)).toEqual([]);
    },
  );

  it('that name another field are seen', () => {
    expect(strangersIn(['filter recrod = "permission-hook-audit"', 'stats sum(Faults) by stackId'])).toEqual([
      'recrod',
      'Faults',
    ]);
    const unnested = ['fields jsonParse(@message) as json', 'unnest json.findings into finding'];
    expect(strangersIn([...unnested, 'stats count(*) by finding.rules'])).toEqual(['finding.rules']);
    expect(strangersIn(['fields jsonParse(@message) as json', 'unnest json.finding into finding'])).not.toEqual([]);
  });

  it('are saved for the log group of the gate', () => {
    const template = Template.fromStack(accountStack());
    for (const [name, query] of Object.entries(SAVED_QUERIES))
      template.hasResourceProperties('AWS::Logs::QueryDefinition', {
        Name: `permission-hook/${name}`,
        QueryString: queryText(query),
        LogGroupNames: [{ Ref: Object.keys(template.findResources('AWS::Logs::LogGroup'))[0] }],
      });
  });
});

/** What CloudWatch takes from a record as the hook writes it. */
function emitted() {
  const record = auditRecord(
    {
      ...{ requestId: 'r', date: new Date(0), milliseconds: 1, stages: {}, frames: [] },
      ...{ settingsNote: undefined, request: undefined, template: undefined, account: undefined, reading: undefined },
    },
    { kind: 'not-judged', why: 'nothing' },
    {
      ...{ hookStatus: 'SUCCESS', message: '', clientRequestToken: '' },
      ...{ callbackContext: null, callbackDelaySeconds: 0, annotations: [] },
    },
  );
  const [directive] = record._aws.CloudWatchMetrics;
  return {
    namespace: directive?.Namespace,
    dimensions: directive?.Dimensions,
    names: directive?.Metrics.map(({ Name }) => Name),
  };
}

const stackTemplate = Template.fromStack(accountStack({ alarmTopic: 'arn:aws:sns:eu-west-1:111122223333:on-call' }));
type DashboardMetric = readonly (string | Readonly<Record<string, unknown>>)[];
interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly metrics?: readonly DashboardMetric[];
    readonly query?: string;
  };
}

function widgets(): readonly Widget[] {
  const [dashboard] = Object.values(stackTemplate.findResources('AWS::CloudWatch::Dashboard'));
  const body = dashboard?.['Properties'] as { readonly DashboardBody: { 'Fn::Join': [string, readonly unknown[]] } };
  const text = body.DashboardBody['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'token')).join('');
  return (JSON.parse(text) as { readonly widgets: readonly Widget[] }).widgets;
}

describe('the dashboard', () => {
  it('shows verdicts, findings by rule, blocked stacks, unknowns, latency and faults', () => {
    expect(widgets().map(({ properties }) => properties.title)).toEqual([
      'Verdicts',
      'Findings',
      'Findings by rule',
      'Blocked stacks',
      'Latency in milliseconds',
      'Faults',
      'Unknown by reason',
    ]);
    expect(
      widgets().filter(({ type, properties }) => type === 'log' && !properties.query?.includes('record =')),
    ).toEqual([]);
  });

  it('asks only for metrics that records carry, by the dimensions they carry', () => {
    const { namespace, dimensions, names } = emitted();
    const asked = widgets()
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([space]) => space !== 'AWS/Lambda');
    expect(asked.length).toBeGreaterThan(10);
    for (const [space, name, ...rest] of asked) {
      expect(space).toBe(namespace);
      expect(names).toContain(name);
      const given = rest.filter((each) => typeof each === 'string');
      expect(dimensions).toContainEqual(given.filter((_, index) => index % 2 === 0));
    }
  });

  it('shows every verdict there is', () => {
    const verdicts = widgets()[0]?.properties.metrics?.map((metric) => metric[3]);
    expect([...(verdicts ?? [])].sort()).toEqual([...(schema.properties?.['verdict']?.enum ?? [])].sort());
  });
});

describe('alarms', () => {
  it('watch metrics that records carry', () => {
    const { namespace, names } = emitted();
    const alarms = Object.values(stackTemplate.findResources('AWS::CloudWatch::Alarm'));
    const watched = alarms.map(
      ({ Properties }) => Properties as { readonly Namespace?: string; readonly MetricName?: string },
    );
    const own = watched.filter(({ Namespace }) => Namespace === namespace);
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(own.filter(({ MetricName }) => !names?.some((name) => name === MetricName))).toEqual([]);
  });

  it('go off at a fault, at a disagreement with IAM, and when nobody asks for a week; quiet otherwise', () => {
    stackTemplate.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Fault',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
    stackTemplate.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Disagreements', Threshold: 1 });
    stackTemplate.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Invocations',
      Period: 86400,
      EvaluationPeriods: 7,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    stackTemplate.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:on-call'],
    });
  });
});
