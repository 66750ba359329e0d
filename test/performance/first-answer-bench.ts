import { startLocalCloud } from '../demo/local-cloud';
import { startLocalFunction } from '../demo/local-function';
import { timesOf, type Times } from './times';

const RUNS = 9;
const PAYLOAD_HOST = 'cloudformation-payloads.s3.eu-central-1.amazonaws.com';

const EVENT = {
  clientRequestToken: 'bench',
  awsAccountId: '111122223333',
  stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1a2345b6-0000-00a0-a123-00abc0abc000',
  actionInvocationPoint: 'CREATE_PRE_PROVISION',
  requestData: {
    targetName: 'STACK',
    targetType: 'STACK',
    targetLogicalId: 'shop',
    payload: `https://${PAYLOAD_HOST}/template`,
  },
  requestContext: { invocation: 3, callbackContext: null },
};

/**
 * From the start of the function's process to its first answer, with all that is loaded and read on the way; the services
 * are on this machine and answer at once. What an import puts off shows here.
 */
export async function firstAnswer(template: string): Promise<Times> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await answerOnce(template));
  return timesOf(times);
}

async function answerOnce(template: string): Promise<number> {
  const cloud = await startLocalCloud();
  cloud.putPayload('template', { template });
  const start = performance.now();
  const local = startLocalFunction({
    runtime: '.dist/demo/main.mjs',
    taskRoot: `${process.cwd()}/.dist/hook`,
    cloudHost: cloud.host,
    payloadHost: PAYLOAD_HOST,
  });
  const answer = await Promise.race([cloud.invoke(EVENT), local.ended]);
  const milliseconds = performance.now() - start;
  await local.stop();
  cloud.close();
  if (!JSON.stringify(answer).includes('"hookStatus":"SUCCESS"')) throw new Error(JSON.stringify(answer));
  return milliseconds;
}
