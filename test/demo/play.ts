import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from './local-cloud';
import { startLocalFunction } from './local-function';
import { readAnswer, showAct, showEnd, showStart, type Answer } from './show';
import { STORY, type Act } from './story';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const PAYLOAD_HOST = `cloudformation-demo.s3.${REGION}.amazonaws.com`;

/** Plays the story against the bundle; the status is 0 only if every answer is the one the story needs. */
export async function play(runtime: URL, write: (text: string) => void): Promise<number> {
  const cloud = await startLocalCloud();
  const hook = startLocalFunction({
    runtime: fileURLToPath(runtime),
    taskRoot: fileURLToPath(new URL('../hook', runtime)),
    cloudHost: cloud.host,
    payloadHost: PAYLOAD_HOST,
  });
  try {
    write(showStart());
    const kept: boolean[] = [];
    for (const [index, act] of STORY.entries()) {
      const start = performance.now();
      const answer = readAnswer(await Promise.race([ask(act, cloud, runtime), hook.ended]));
      kept.push(isAsTold(act, answer));
      write(showAct(index + 1, { act, answer, milliseconds: performance.now() - start, asTold: kept.at(-1) === true }));
    }
    const audited = hook.logs().filter((line) => line.includes('permission-hook-audit')).length;
    write(showEnd(kept.filter(Boolean).length, STORY.length, audited));
    return kept.every(Boolean) && audited === STORY.length ? 0 : 1;
  } finally {
    await hook.stop();
    cloud.close();
  }
}

async function ask(act: Act, cloud: LocalCloud, runtime: URL): Promise<unknown> {
  const key = randomUUID();
  const template = await readFile(new URL(`../../test/demo/templates/${act.template}`, runtime), 'utf8');
  cloud.putPayload(key, { template, previousTemplate: '' });
  return cloud.invoke({
    clientRequestToken: key,
    awsAccountId: ACCOUNT,
    stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${act.stackName}/${key}`,
    changeSetId: null,
    hookTypeName: 'Private::Lambda::PermissionHook',
    hookTypeVersion: '00000001',
    actionInvocationPoint: `${act.operation}_PRE_PROVISION`,
    requestData: {
      targetName: 'STACK',
      targetType: 'STACK',
      targetLogicalId: act.stackName,
      payload: `https://${PAYLOAD_HOST}/${key}?X-Amz-Signature=demo`,
    },
    requestContext: { invocation: 1, callbackContext: null },
  });
}

function isAsTold({ expected, mentions }: Act, { status, errorCode, message }: Answer): boolean {
  return expected === 'deployed'
    ? status === 'SUCCESS' && message.startsWith('passed')
    : errorCode === 'NonCompliant' && message.includes(mentions);
}
