import { durableFunctionKeepsItsState } from './data/durable-function-keeps-its-state';
import { functionAdministersUserPool } from './data/function-administers-user-pool';
import { functionAnswersConnections } from './data/function-answers-connections';
import { functionAnswersObjectLambda } from './data/function-answers-object-lambda';
import { functionAssumesRole } from './data/function-assumes-role';
import { functionCallsGraphqlApi } from './data/function-calls-graphql-api';
import { functionCallsProtectedApi } from './data/function-calls-protected-api';
import { functionCallsService } from './data/function-calls-service';
import { functionConnectsToDatabase } from './data/function-connects-to-database';
import { functionHasDeclaredAccess } from './data/function-has-declared-access';
import { functionInvokesModel } from './data/function-invokes-model';
import { functionPublishesToTopic } from './data/function-publishes-to-topic';
import { functionPutsEvents } from './data/function-puts-events';
import { functionReadsConfiguration } from './data/function-reads-configuration';
import { functionRotatesSecret } from './data/function-rotates-secret';
import { functionRunsTask } from './data/function-runs-task';
import { functionSendsMail } from './data/function-sends-mail';
import { functionStartsStateMachine } from './data/function-starts-state-machine';
import { functionUsesBucket } from './data/function-uses-bucket';
import { functionUsesDataApi } from './data/function-uses-data-api';
import { functionUsesParameter } from './data/function-uses-parameter';
import { functionUsesQueue } from './data/function-uses-queue';
import { functionUsesSecret } from './data/function-uses-secret';
import { functionUsesTable } from './data/function-uses-table';
import { functionWritesDeliveryStream } from './data/function-writes-delivery-stream';
import { functionWritesStream } from './data/function-writes-stream';
import { grantIsTakenAway } from './data/grant-is-taken-away';
import { grantedActionExists } from './data/granted-action-exists';
import { grantedActionFitsResource } from './data/granted-action-fits-resource';
import { grantedActionNamesNoResource } from './data/granted-action-names-no-resource';
import { grantedActionNeedsStar } from './data/granted-action-needs-star';
import { alarmPublishesToTopic } from './delivery/alarm-publishes-to-topic';
import { eventRuleReachesDeadLetterQueue } from './delivery/event-rule-reaches-dead-letter-queue';
import { eventRuleReachesTarget } from './delivery/event-rule-reaches-target';
import { eventRuleRoleReachesTarget } from './delivery/event-rule-role-reaches-target';
import { eventRuleTargetLacksRole } from './delivery/event-rule-target-lacks-role';
import { pipeReachesTarget } from './delivery/pipe-reaches-target';
import { s3NotificationReachesTarget } from './delivery/s3-notification-reaches-target';
import { scheduleReachesTarget } from './delivery/schedule-reaches-target';
import { snsSubscriptionReachesDeadLetterQueue } from './delivery/sns-subscription-reaches-dead-letter-queue';
import { snsSubscriptionReachesQueue } from './delivery/sns-subscription-reaches-queue';
import { stateMachineReachesService } from './delivery/state-machine-reaches-service';
import { stateMachineRunsExecutions } from './delivery/state-machine-runs-executions';
import { stateMachineUsesWhatItIsHanded } from './delivery/state-machine-uses-what-it-is-handed';
import { functionSendsDeadLetters } from './destination/function-sends-dead-letters';
import { functionSendsFailedBatches } from './destination/function-sends-failed-batches';
import { functionSendsToDestination } from './destination/function-sends-to-destination';
import { awsManagedKeyStopsDeadLetters } from './encryption/aws-managed-key-stops-dead-letters';
import { awsManagedKeyStopsDelivery } from './encryption/aws-managed-key-stops-delivery';
import { bucketUserUsesKey } from './encryption/bucket-user-uses-key';
import { codeKeyAllowsLambda } from './encryption/code-key-allows-lambda';
import { eventBusKeyAllowsEventBridge } from './encryption/event-bus-key-allows-event-bridge';
import { filterKeyAllowsLambda } from './encryption/filter-key-allows-lambda';
import { functionDecryptsBucket } from './encryption/function-decrypts-bucket';
import { functionDecryptsEnvironment } from './encryption/function-decrypts-environment';
import { functionEncryptsBucket } from './encryption/function-encrypts-bucket';
import { keyAllowsDeadLetters } from './encryption/key-allows-dead-letters';
import { keyAllowsDelivery } from './encryption/key-allows-delivery';
import { keyAllowsS3Notification } from './encryption/key-allows-s3-notification';
import { keyPolicyLocksEverybodyOut } from './encryption/key-policy-locks-everybody-out';
import { lambdaDecryptsEventSource } from './encryption/lambda-decrypts-event-source';
import { lambdaDecryptsEventSourceSecret } from './encryption/lambda-decrypts-event-source-secret';
import { lambdaDecryptsTableStream } from './encryption/lambda-decrypts-table-stream';
import { logGroupKeyAllowsLogs } from './encryption/log-group-key-allows-logs';
import { queueUserUsesKey } from './encryption/queue-user-uses-key';
import { secretReaderUsesKey } from './encryption/secret-reader-uses-key';
import { senderEncryptsMessage } from './encryption/sender-encrypts-message';
import { streamUserUsesKey } from './encryption/stream-user-uses-key';
import { tableUserUsesKey } from './encryption/table-user-uses-key';
import { topicPublisherUsesKey } from './encryption/topic-publisher-uses-key';
import { lambdaDescribesEventSource } from './event-source/lambda-describes-event-source';
import { lambdaPollsQueue } from './event-source/lambda-polls-queue';
import { lambdaReadsEventSourceSecret } from './event-source/lambda-reads-event-source-secret';
import { lambdaReadsKafkaTopic } from './event-source/lambda-reads-kafka-topic';
import { lambdaReadsKinesisStream } from './event-source/lambda-reads-kinesis-stream';
import { lambdaReadsSchemaRegistry } from './event-source/lambda-reads-schema-registry';
import { lambdaReadsTableStream } from './event-source/lambda-reads-table-stream';
import { lambdaSubscribesToConsumer } from './event-source/lambda-subscribes-to-consumer';
import { pipeReadsSource } from './event-source/pipe-reads-source';
import { inertLambdaServicePermission } from './inert/inert-lambda-service-permission';
import { inertPermissionBesideRole } from './inert/inert-permission-beside-role';
import { inertPermissionForRoleUser } from './inert/inert-permission-for-role-user';
import { inertPollerPermission } from './inert/inert-poller-permission';
import { inertQueuePolicyForLambda } from './inert/inert-queue-policy-for-lambda';
import { alarmInvokesFunction } from './invoke/alarm-invokes-function';
import { alexaSkillInvokesFunction } from './invoke/alexa-skill-invokes-function';
import { anyoneCallsFunctionUrl } from './invoke/anyone-calls-function-url';
import { apiAuthorizerInvokesFunction } from './invoke/api-authorizer-invokes-function';
import { apiDefinitionInvokesFunction } from './invoke/api-definition-invokes-function';
import { bedrockAgentInvokesFunction } from './invoke/bedrock-agent-invokes-function';
import { botInvokesCodeHook } from './invoke/bot-invokes-code-hook';
import { calleePermitsCallingFunction } from './invoke/callee-permits-calling-function';
import { configRuleInvokesFunction } from './invoke/config-rule-invokes-function';
import { contactFlowInvokesFunction } from './invoke/contact-flow-invokes-function';
import { dataSourceInvokesFunction } from './invoke/data-source-invokes-function';
import { deliveryStreamInvokesFunction } from './invoke/delivery-stream-invokes-function';
import { deploymentInvokesHook } from './invoke/deployment-invokes-hook';
import { distributionCallsFunctionUrl } from './invoke/distribution-calls-function-url';
import { eventRuleInvokesFunction } from './invoke/event-rule-invokes-function';
import { functionInvokesFunction } from './invoke/function-invokes-function';
import { functionInvokesFunctionElsewhere } from './invoke/function-invokes-function-elsewhere';
import { graphqlApiInvokesAuthorizer } from './invoke/graphql-api-invokes-authorizer';
import { httpApiInvokesFunction } from './invoke/http-api-invokes-function';
import { identityPoolInvokesFunction } from './invoke/identity-pool-invokes-function';
import { loadBalancerInvokesFunction } from './invoke/load-balancer-invokes-function';
import { logSubscriptionInvokesFunction } from './invoke/log-subscription-invokes-function';
import { otherAccountInvokesFunction } from './invoke/other-account-invokes-function';
import { permissionCoversPartOfApi } from './invoke/permission-covers-part-of-api';
import { pipelineInvokesFunction } from './invoke/pipeline-invokes-function';
import { receiptRuleInvokesFunction } from './invoke/receipt-rule-invokes-function';
import { repositoryTriggerInvokesFunction } from './invoke/repository-trigger-invokes-function';
import { restApiInvokesFunction } from './invoke/rest-api-invokes-function';
import { s3NotificationInvokesFunction } from './invoke/s3-notification-invokes-function';
import { secretRotationInvokesFunction } from './invoke/secret-rotation-invokes-function';
import { snsSubscriptionInvokesFunction } from './invoke/sns-subscription-invokes-function';
import { stackHookInvokesFunction } from './invoke/stack-hook-invokes-function';
import { stateMachineInvokesFunction } from './invoke/state-machine-invokes-function';
import { targetGroupInvokesFunction } from './invoke/target-group-invokes-function';
import { topicRuleInvokesFunction } from './invoke/topic-rule-invokes-function';
import { userPoolInvokesTrigger } from './invoke/user-pool-invokes-trigger';
import { apiGatewayWritesLogs } from './logging/api-gateway-writes-logs';
import { functionSendsTraces } from './logging/function-sends-traces';
import { functionWritesInsights } from './logging/function-writes-insights';
import { functionWritesLogs } from './logging/function-writes-logs';
import { stateMachineDeliversLogs } from './logging/state-machine-delivers-logs';
import { capacityProviderRunsInstances } from './network/capacity-provider-runs-instances';
import { lambdaReachesBrokerNetwork } from './network/lambda-reaches-broker-network';
import { vpcFunctionManagesNetworkInterfaces } from './network/vpc-function-manages-network-interfaces';
import { permissionComesTooLate } from './order/permission-comes-too-late';
import { policyComesTooLate } from './order/policy-comes-too-late';
import { principalComesTooLate } from './order/principal-comes-too-late';
import type { Rule } from './rule';
import { functionListsBucket } from './storage/function-lists-bucket';
import { functionMountsBucket } from './storage/function-mounts-bucket';
import { functionMountsFileSystem } from './storage/function-mounts-file-system';
import { functionReadsBucket } from './storage/function-reads-bucket';
import { functionWritesBucket } from './storage/function-writes-bucket';
import { lambdaPullsImage } from './storage/lambda-pulls-image';
import { lambdaReadsReferencedCode } from './storage/lambda-reads-referenced-code';
import { edgeAssumesExecutionRole } from './trust/edge-assumes-execution-role';
import { eventBridgeAssumesTargetRole } from './trust/event-bridge-assumes-target-role';
import { lambdaAssumesExecutionRole } from './trust/lambda-assumes-execution-role';
import { managedPolicyIsElsewhere } from './trust/managed-policy-is-elsewhere';
import { roleTakesNameInUse } from './trust/role-takes-name-in-use';
import { statesAssumesStateMachineRole } from './trust/states-assumes-state-machine-role';

/** Every rule, one line each. */
export const rules: readonly Rule[] = [
  alarmInvokesFunction,
  alarmPublishesToTopic,
  alexaSkillInvokesFunction,
  anyoneCallsFunctionUrl,
  apiAuthorizerInvokesFunction,
  apiDefinitionInvokesFunction,
  apiGatewayWritesLogs,
  awsManagedKeyStopsDeadLetters,
  awsManagedKeyStopsDelivery,
  bedrockAgentInvokesFunction,
  botInvokesCodeHook,
  bucketUserUsesKey,
  calleePermitsCallingFunction,
  capacityProviderRunsInstances,
  codeKeyAllowsLambda,
  configRuleInvokesFunction,
  contactFlowInvokesFunction,
  dataSourceInvokesFunction,
  deliveryStreamInvokesFunction,
  deploymentInvokesHook,
  distributionCallsFunctionUrl,
  durableFunctionKeepsItsState,
  edgeAssumesExecutionRole,
  eventBridgeAssumesTargetRole,
  eventBusKeyAllowsEventBridge,
  eventRuleInvokesFunction,
  eventRuleReachesDeadLetterQueue,
  eventRuleReachesTarget,
  eventRuleRoleReachesTarget,
  eventRuleTargetLacksRole,
  filterKeyAllowsLambda,
  functionAdministersUserPool,
  functionAnswersConnections,
  functionAnswersObjectLambda,
  functionAssumesRole,
  functionCallsGraphqlApi,
  functionCallsProtectedApi,
  functionCallsService,
  functionConnectsToDatabase,
  functionDecryptsBucket,
  functionDecryptsEnvironment,
  functionEncryptsBucket,
  functionHasDeclaredAccess,
  functionInvokesFunction,
  functionInvokesFunctionElsewhere,
  functionInvokesModel,
  functionListsBucket,
  functionMountsBucket,
  functionMountsFileSystem,
  functionPublishesToTopic,
  functionPutsEvents,
  functionReadsBucket,
  functionReadsConfiguration,
  functionRotatesSecret,
  functionRunsTask,
  functionSendsDeadLetters,
  functionSendsFailedBatches,
  functionSendsMail,
  functionSendsToDestination,
  functionSendsTraces,
  functionStartsStateMachine,
  functionUsesBucket,
  functionUsesDataApi,
  functionUsesParameter,
  functionUsesQueue,
  functionUsesSecret,
  functionUsesTable,
  functionWritesBucket,
  functionWritesDeliveryStream,
  functionWritesInsights,
  functionWritesLogs,
  functionWritesStream,
  grantedActionExists,
  grantedActionFitsResource,
  grantedActionNamesNoResource,
  grantedActionNeedsStar,
  grantIsTakenAway,
  graphqlApiInvokesAuthorizer,
  httpApiInvokesFunction,
  identityPoolInvokesFunction,
  inertLambdaServicePermission,
  inertPermissionBesideRole,
  inertPermissionForRoleUser,
  inertPollerPermission,
  inertQueuePolicyForLambda,
  keyAllowsDeadLetters,
  keyAllowsDelivery,
  keyAllowsS3Notification,
  keyPolicyLocksEverybodyOut,
  lambdaAssumesExecutionRole,
  lambdaDecryptsEventSource,
  lambdaDecryptsEventSourceSecret,
  lambdaDecryptsTableStream,
  lambdaDescribesEventSource,
  lambdaPollsQueue,
  lambdaPullsImage,
  lambdaReachesBrokerNetwork,
  lambdaReadsEventSourceSecret,
  lambdaReadsKafkaTopic,
  lambdaReadsKinesisStream,
  lambdaReadsReferencedCode,
  lambdaReadsSchemaRegistry,
  lambdaReadsTableStream,
  lambdaSubscribesToConsumer,
  loadBalancerInvokesFunction,
  logGroupKeyAllowsLogs,
  logSubscriptionInvokesFunction,
  managedPolicyIsElsewhere,
  otherAccountInvokesFunction,
  permissionComesTooLate,
  permissionCoversPartOfApi,
  pipelineInvokesFunction,
  pipeReachesTarget,
  pipeReadsSource,
  policyComesTooLate,
  principalComesTooLate,
  queueUserUsesKey,
  receiptRuleInvokesFunction,
  repositoryTriggerInvokesFunction,
  restApiInvokesFunction,
  roleTakesNameInUse,
  s3NotificationInvokesFunction,
  s3NotificationReachesTarget,
  scheduleReachesTarget,
  secretReaderUsesKey,
  secretRotationInvokesFunction,
  senderEncryptsMessage,
  snsSubscriptionInvokesFunction,
  snsSubscriptionReachesDeadLetterQueue,
  snsSubscriptionReachesQueue,
  stackHookInvokesFunction,
  stateMachineDeliversLogs,
  stateMachineInvokesFunction,
  stateMachineReachesService,
  stateMachineRunsExecutions,
  stateMachineUsesWhatItIsHanded,
  statesAssumesStateMachineRole,
  streamUserUsesKey,
  tableUserUsesKey,
  targetGroupInvokesFunction,
  topicPublisherUsesKey,
  topicRuleInvokesFunction,
  userPoolInvokesTrigger,
  vpcFunctionManagesNetworkInterfaces,
];
