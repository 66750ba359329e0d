import { functionAdministersUserPool } from './data/function-administers-user-pool';
import { functionCallsGraphqlApi } from './data/function-calls-graphql-api';
import { functionHasDeclaredAccess } from './data/function-has-declared-access';
import { functionPublishesToTopic } from './data/function-publishes-to-topic';
import { functionPutsEvents } from './data/function-puts-events';
import { functionStartsStateMachine } from './data/function-starts-state-machine';
import { functionUsesBucket } from './data/function-uses-bucket';
import { functionUsesParameter } from './data/function-uses-parameter';
import { functionUsesQueue } from './data/function-uses-queue';
import { functionUsesSecret } from './data/function-uses-secret';
import { functionUsesTable } from './data/function-uses-table';
import { functionWritesDeliveryStream } from './data/function-writes-delivery-stream';
import { functionWritesStream } from './data/function-writes-stream';
import { grantedActionFitsResource } from './data/granted-action-fits-resource';
import { stateMachineReachesService } from './delivery/state-machine-reaches-service';
import { stateMachineRunsExecutions } from './delivery/state-machine-runs-executions';
import { functionDecryptsBucket } from './encryption/function-decrypts-bucket';
import { functionEncryptsBucket } from './encryption/function-encrypts-bucket';
import { lambdaDecryptsEventSource } from './encryption/lambda-decrypts-event-source';
import { lambdaPollsQueue } from './event-source/lambda-polls-queue';
import { lambdaReadsKinesisStream } from './event-source/lambda-reads-kinesis-stream';
import { lambdaReadsTableStream } from './event-source/lambda-reads-table-stream';
import { inertLambdaServicePermission } from './inert/inert-lambda-service-permission';
import { apiAuthorizerInvokesFunction } from './invoke/api-authorizer-invokes-function';
import { apiDefinitionInvokesFunction } from './invoke/api-definition-invokes-function';
import { apiRoleInvokesFunction } from './invoke/api-role-invokes-function';
import { calleePermitsCallingFunction } from './invoke/callee-permits-calling-function';
import { eventRuleInvokesFunction } from './invoke/event-rule-invokes-function';
import { functionInvokesFunction } from './invoke/function-invokes-function';
import { functionInvokesFunctionElsewhere } from './invoke/function-invokes-function-elsewhere';
import { httpApiInvokesFunction } from './invoke/http-api-invokes-function';
import { logSubscriptionInvokesFunction } from './invoke/log-subscription-invokes-function';
import { otherAccountInvokesFunction } from './invoke/other-account-invokes-function';
import { restApiInvokesFunction } from './invoke/rest-api-invokes-function';
import { s3NotificationInvokesFunction } from './invoke/s3-notification-invokes-function';
import { snsSubscriptionInvokesFunction } from './invoke/sns-subscription-invokes-function';
import { stateMachineInvokesFunction } from './invoke/state-machine-invokes-function';
import { functionWritesLogs } from './logging/function-writes-logs';
import { stateMachineDeliversLogs } from './logging/state-machine-delivers-logs';
import { vpcFunctionManagesNetworkInterfaces } from './network/vpc-function-manages-network-interfaces';
import type { Rule } from './rule';
import { functionListsBucket } from './storage/function-lists-bucket';
import { functionReadsBucket } from './storage/function-reads-bucket';
import { functionWritesBucket } from './storage/function-writes-bucket';
import { lambdaAssumesExecutionRole } from './trust/lambda-assumes-execution-role';
import { statesAssumesStateMachineRole } from './trust/states-assumes-state-machine-role';

/** Every rule, one line each. */
export const rules: readonly Rule[] = [
  apiAuthorizerInvokesFunction,
  apiDefinitionInvokesFunction,
  apiRoleInvokesFunction,
  calleePermitsCallingFunction,
  eventRuleInvokesFunction,
  functionAdministersUserPool,
  functionCallsGraphqlApi,
  functionDecryptsBucket,
  functionEncryptsBucket,
  functionHasDeclaredAccess,
  functionInvokesFunction,
  functionInvokesFunctionElsewhere,
  functionListsBucket,
  functionPublishesToTopic,
  functionPutsEvents,
  functionReadsBucket,
  functionStartsStateMachine,
  functionUsesBucket,
  functionUsesParameter,
  functionUsesQueue,
  functionUsesSecret,
  functionUsesTable,
  functionWritesBucket,
  functionWritesDeliveryStream,
  functionWritesLogs,
  functionWritesStream,
  grantedActionFitsResource,
  httpApiInvokesFunction,
  inertLambdaServicePermission,
  lambdaAssumesExecutionRole,
  lambdaDecryptsEventSource,
  lambdaPollsQueue,
  lambdaReadsKinesisStream,
  lambdaReadsTableStream,
  logSubscriptionInvokesFunction,
  otherAccountInvokesFunction,
  restApiInvokesFunction,
  s3NotificationInvokesFunction,
  snsSubscriptionInvokesFunction,
  stateMachineDeliversLogs,
  stateMachineInvokesFunction,
  stateMachineReachesService,
  stateMachineRunsExecutions,
  statesAssumesStateMachineRole,
  vpcFunctionManagesNetworkInterfaces,
];
