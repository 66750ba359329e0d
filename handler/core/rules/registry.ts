import { functionAdministersUserPool } from './data/function-administers-user-pool';
import { functionAssumesRole } from './data/function-assumes-role';
import { functionCallsGraphqlApi } from './data/function-calls-graphql-api';
import { functionHasDeclaredAccess } from './data/function-has-declared-access';
import { functionPublishesToTopic } from './data/function-publishes-to-topic';
import { functionPutsEvents } from './data/function-puts-events';
import { functionRotatesSecret } from './data/function-rotates-secret';
import { functionStartsStateMachine } from './data/function-starts-state-machine';
import { functionUsesBucket } from './data/function-uses-bucket';
import { functionUsesDataApi } from './data/function-uses-data-api';
import { functionUsesParameter } from './data/function-uses-parameter';
import { functionUsesQueue } from './data/function-uses-queue';
import { functionUsesSecret } from './data/function-uses-secret';
import { functionUsesTable } from './data/function-uses-table';
import { functionWritesDeliveryStream } from './data/function-writes-delivery-stream';
import { functionWritesStream } from './data/function-writes-stream';
import { grantedActionExists } from './data/granted-action-exists';
import { grantedActionFitsResource } from './data/granted-action-fits-resource';
import { grantedActionNeedsStar } from './data/granted-action-needs-star';
import { alarmPublishesToTopic } from './delivery/alarm-publishes-to-topic';
import { eventRuleReachesDeadLetterQueue } from './delivery/event-rule-reaches-dead-letter-queue';
import { eventRuleReachesTarget } from './delivery/event-rule-reaches-target';
import { eventRuleRoleReachesTarget } from './delivery/event-rule-role-reaches-target';
import { eventRuleTargetLacksRole } from './delivery/event-rule-target-lacks-role';
import { s3NotificationReachesTarget } from './delivery/s3-notification-reaches-target';
import { snsSubscriptionReachesDeadLetterQueue } from './delivery/sns-subscription-reaches-dead-letter-queue';
import { snsSubscriptionReachesQueue } from './delivery/sns-subscription-reaches-queue';
import { stateMachineReachesService } from './delivery/state-machine-reaches-service';
import { stateMachineRunsExecutions } from './delivery/state-machine-runs-executions';
import { functionSendsDeadLetters } from './destination/function-sends-dead-letters';
import { functionSendsFailedBatches } from './destination/function-sends-failed-batches';
import { functionSendsToDestination } from './destination/function-sends-to-destination';
import { awsManagedKeyStopsDeadLetters } from './encryption/aws-managed-key-stops-dead-letters';
import { awsManagedKeyStopsDelivery } from './encryption/aws-managed-key-stops-delivery';
import { bucketUserUsesKey } from './encryption/bucket-user-uses-key';
import { eventBusKeyAllowsEventBridge } from './encryption/event-bus-key-allows-event-bridge';
import { functionDecryptsBucket } from './encryption/function-decrypts-bucket';
import { functionEncryptsBucket } from './encryption/function-encrypts-bucket';
import { keyAllowsDeadLetters } from './encryption/key-allows-dead-letters';
import { keyAllowsDelivery } from './encryption/key-allows-delivery';
import { keyAllowsS3Notification } from './encryption/key-allows-s3-notification';
import { lambdaDecryptsEventSource } from './encryption/lambda-decrypts-event-source';
import { logGroupKeyAllowsLogs } from './encryption/log-group-key-allows-logs';
import { queueUserUsesKey } from './encryption/queue-user-uses-key';
import { secretReaderUsesKey } from './encryption/secret-reader-uses-key';
import { streamUserUsesKey } from './encryption/stream-user-uses-key';
import { tableUserUsesKey } from './encryption/table-user-uses-key';
import { topicPublisherUsesKey } from './encryption/topic-publisher-uses-key';
import { lambdaPollsQueue } from './event-source/lambda-polls-queue';
import { lambdaReadsKinesisStream } from './event-source/lambda-reads-kinesis-stream';
import { lambdaReadsTableStream } from './event-source/lambda-reads-table-stream';
import { inertLambdaServicePermission } from './inert/inert-lambda-service-permission';
import { apiAuthorizerInvokesFunction } from './invoke/api-authorizer-invokes-function';
import { apiDefinitionInvokesFunction } from './invoke/api-definition-invokes-function';
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
import { apiGatewayWritesLogs } from './logging/api-gateway-writes-logs';
import { functionWritesLogs } from './logging/function-writes-logs';
import { stateMachineDeliversLogs } from './logging/state-machine-delivers-logs';
import { vpcFunctionManagesNetworkInterfaces } from './network/vpc-function-manages-network-interfaces';
import type { Rule } from './rule';
import { functionListsBucket } from './storage/function-lists-bucket';
import { functionReadsBucket } from './storage/function-reads-bucket';
import { functionWritesBucket } from './storage/function-writes-bucket';
import { eventBridgeAssumesTargetRole } from './trust/event-bridge-assumes-target-role';
import { lambdaAssumesExecutionRole } from './trust/lambda-assumes-execution-role';
import { statesAssumesStateMachineRole } from './trust/states-assumes-state-machine-role';

/** Every rule, one line each. */
export const rules: readonly Rule[] = [
  alarmPublishesToTopic,
  apiAuthorizerInvokesFunction,
  apiDefinitionInvokesFunction,
  apiGatewayWritesLogs,
  awsManagedKeyStopsDeadLetters,
  awsManagedKeyStopsDelivery,
  bucketUserUsesKey,
  calleePermitsCallingFunction,
  eventBridgeAssumesTargetRole,
  eventBusKeyAllowsEventBridge,
  eventRuleInvokesFunction,
  eventRuleReachesDeadLetterQueue,
  eventRuleReachesTarget,
  eventRuleRoleReachesTarget,
  eventRuleTargetLacksRole,
  functionAdministersUserPool,
  functionAssumesRole,
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
  functionRotatesSecret,
  functionSendsDeadLetters,
  functionSendsFailedBatches,
  functionSendsToDestination,
  functionStartsStateMachine,
  functionUsesBucket,
  functionUsesDataApi,
  functionUsesParameter,
  functionUsesQueue,
  functionUsesSecret,
  functionUsesTable,
  functionWritesBucket,
  functionWritesDeliveryStream,
  functionWritesLogs,
  functionWritesStream,
  grantedActionExists,
  grantedActionFitsResource,
  grantedActionNeedsStar,
  httpApiInvokesFunction,
  inertLambdaServicePermission,
  keyAllowsDeadLetters,
  keyAllowsDelivery,
  keyAllowsS3Notification,
  lambdaAssumesExecutionRole,
  lambdaDecryptsEventSource,
  lambdaPollsQueue,
  lambdaReadsKinesisStream,
  lambdaReadsTableStream,
  logGroupKeyAllowsLogs,
  logSubscriptionInvokesFunction,
  otherAccountInvokesFunction,
  queueUserUsesKey,
  restApiInvokesFunction,
  s3NotificationInvokesFunction,
  s3NotificationReachesTarget,
  secretReaderUsesKey,
  snsSubscriptionInvokesFunction,
  snsSubscriptionReachesDeadLetterQueue,
  snsSubscriptionReachesQueue,
  stateMachineDeliversLogs,
  stateMachineInvokesFunction,
  stateMachineReachesService,
  stateMachineRunsExecutions,
  statesAssumesStateMachineRole,
  streamUserUsesKey,
  tableUserUsesKey,
  topicPublisherUsesKey,
  vpcFunctionManagesNetworkInterfaces,
];
