import { byArn, ID, named, type ResourceType } from './resource-type';

const ELB = 'arn:{p}:elasticloadbalancing:{r}:{a}:';
const SEARCH_DOMAIN = named('DomainName', 'arn:{p}:es:{r}:{a}:domain/{name}', {
  attributes: { Arn: '{arn}', DomainArn: '{arn}' },
});

/** Types of what surrounds functions: networks, pipelines, databases, mail. */
export const NEIGHBOUR_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ElasticLoadBalancingV2::TargetGroup': named('Name', `${ELB}targetgroup/{name}/{TargetGroupId}`, {
    ref: '{arn}',
    attributes: {
      TargetGroupArn: '{arn}',
      TargetGroupName: '{name}',
      TargetGroupFullName: 'targetgroup/{name}/{TargetGroupId}',
    },
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': byArn(`${ELB}loadbalancer/{LoadBalancerPath}`, {
    LoadBalancerArn: '{arn}',
    LoadBalancerFullName: '{LoadBalancerPath}',
  }),
  // AWS: neither the name of a rule nor the one that is made up for it has a hyphen.
  'AWS::IoT::TopicRule': named('RuleName', 'arn:{p}:iot:{r}:{a}:rule/{name}', { generated: 'alphanumeric' }),
  'AWS::IoT::Thing': named('ThingName', 'arn:{p}:iot:{r}:{a}:thing/{name}'),
  'AWS::IoT::Policy': named('PolicyName', 'arn:{p}:iot:{r}:{a}:policy/{name}'),
  'AWS::CodeBuild::Project': named('Name', 'arn:{p}:codebuild:{r}:{a}:project/{name}'),
  'AWS::CodePipeline::Pipeline': named('Name', 'arn:{p}:codepipeline:{r}:{a}:{name}', { attributes: {} }),
  'AWS::CodeCommit::Repository': {
    ref: '{id}',
    arn: 'arn:{p}:codecommit:{r}:{a}:{=RepositoryName}',
    attributes: { Arn: '{arn}', Name: '{=RepositoryName}' },
  },
  'AWS::OpenSearchService::Domain': SEARCH_DOMAIN,
  'AWS::Elasticsearch::Domain': SEARCH_DOMAIN,
  'AWS::OpenSearchServerless::Collection': { ref: '{id}', arn: 'arn:{p}:aoss:{r}:{a}:collection/{id}' },
  'AWS::Athena::WorkGroup': named('Name', 'arn:{p}:athena:{r}:{a}:workgroup/{name}', { attributes: {} }),
  'AWS::Glue::Registry': byArn('arn:{p}:glue:{r}:{a}:registry/{=Name}', { Arn: '{arn}' }),
  'AWS::Glue::Job': named('Name', 'arn:{p}:glue:{r}:{a}:job/{name}', { attributes: {} }),
  'AWS::Glue::Crawler': named('Name', 'arn:{p}:glue:{r}:{a}:crawler/{name}', { attributes: {} }),
  'AWS::Batch::JobQueue': named('JobQueueName', 'arn:{p}:batch:{r}:{a}:job-queue/{name}', {
    ref: '{arn}',
    attributes: { JobQueueArn: '{arn}' },
  }),
  'AWS::Batch::JobDefinition': named('JobDefinitionName', 'arn:{p}:batch:{r}:{a}:job-definition/{name}:{Revision}', {
    ref: '{arn}',
    attributes: { JobDefinitionArn: '{arn}' },
  }),
  'AWS::ECS::Cluster': named('ClusterName', 'arn:{p}:ecs:{r}:{a}:cluster/{name}'),
  'AWS::ECS::TaskDefinition': named('Family', 'arn:{p}:ecs:{r}:{a}:task-definition/{name}:{Revision}', {
    ref: '{arn}',
    attributes: { TaskDefinitionArn: '{arn}' },
  }),
  'AWS::RDS::DBInstance': named('DBInstanceIdentifier', 'arn:{p}:rds:{r}:{a}:db:{lower-name}', {
    ref: '{lower-name}',
    attributes: { DBInstanceArn: '{arn}' },
  }),
  'AWS::RDS::DBCluster': named('DBClusterIdentifier', 'arn:{p}:rds:{r}:{a}:cluster:{lower-name}', {
    ref: '{lower-name}',
    attributes: { DBClusterArn: '{arn}' },
  }),
  'AWS::Config::ConfigRule': named('ConfigRuleName', 'arn:{p}:config:{r}:{a}:config-rule/{ConfigRuleId}', {
    attributes: { Arn: '{arn}', ConfigRuleId: '{ConfigRuleId}' },
  }),
  'AWS::CloudFront::Distribution': {
    ref: '{id}',
    arn: 'arn:{p}:cloudfront::{a}:distribution/{id}',
    attributes: { Id: '{id}' },
  },
  'AWS::CertificateManager::Certificate': byArn('arn:{p}:acm:{r}:{a}:certificate/{CertificateId}', {}),
  'AWS::CloudFormation::Stack': byArn('arn:{p}:cloudformation:{r}:{a}:stack/{StackName}/{StackUuid}', {}),
  'AWS::DSQL::Cluster': {
    ref: '{id}',
    arn: 'arn:{p}:dsql:{r}:{a}:cluster/{id}',
    attributes: { ResourceArn: '{arn}', Identifier: '{id}' },
  },
  'AWS::Bedrock::Agent': {
    ref: '{id}',
    arn: 'arn:{p}:bedrock:{r}:{a}:agent/{id}',
    attributes: { AgentArn: '{arn}', AgentId: '{id}' },
  },
  'AWS::Bedrock::KnowledgeBase': {
    ref: '{id}',
    arn: 'arn:{p}:bedrock:{r}:{a}:knowledge-base/{id}',
    attributes: { KnowledgeBaseArn: '{arn}', KnowledgeBaseId: '{id}' },
  },
  'AWS::Lambda::CapacityProvider': named('CapacityProviderName', 'arn:{p}:lambda:{r}:{a}:capacity-provider:{name}'),
  'AWS::SES::EmailIdentity': {
    ref: '{=EmailIdentity}',
    arn: 'arn:{p}:ses:{r}:{a}:identity/{=EmailIdentity}',
    attributes: {},
  },
  'AWS::Lex::Bot': { ref: '{id}', arn: 'arn:{p}:lex:{r}:{a}:bot/{id}', attributes: { Arn: '{arn}', Id: '{id}' } },
  'AWS::Lex::BotAlias': {
    ref: '{BotAliasId}|{=BotId}',
    arn: 'arn:{p}:lex:{r}:{a}:bot-alias/{=BotId}/{BotAliasId}',
    attributes: { Arn: '{arn}', BotAliasId: '{BotAliasId}' },
  },
  'AWS::SES::ReceiptRuleSet': { name: 'RuleSetName', ref: '{name}' },
  'AWS::EC2::VPC': { ...ID, attributes: { VpcId: '{id}' } },
  'AWS::EC2::Subnet': { ...ID, attributes: { SubnetId: '{id}' } },
  'AWS::EC2::SecurityGroup': { ...ID, attributes: { GroupId: '{id}' } },
  'AWS::EC2::VPCEndpoint': { ...ID, attributes: { Id: '{id}' } },
  'AWS::EC2::Instance': { ...ID, attributes: { InstanceId: '{id}' } },
  'AWS::SES::ConfigurationSet': named('Name', 'arn:{p}:ses:{r}:{a}:configuration-set/{name}', { attributes: {} }),
  'AWS::AppConfig::Application': {
    ref: '{id}',
    arn: 'arn:{p}:appconfig:{r}:{a}:application/{id}',
    attributes: { ApplicationId: '{id}' },
  },
  'AWS::RDS::DBProxy': named('DBProxyName', 'arn:{p}:rds:{r}:{a}:db-proxy:{ProxyId}', {
    attributes: { DBProxyArn: '{arn}' },
  }),
  'AWS::S3Files::FileSystem': {
    ref: '{Ref}',
    arn: 'arn:{p}:s3files:{r}:{a}:file-system/{FileSystemId}',
    attributes: { FileSystemArn: '{arn}', FileSystemId: '{FileSystemId}' },
  },
  'AWS::S3Files::AccessPoint': {
    ref: '{Ref}',
    arn: 'arn:{p}:s3files:{r}:{a}:{AccessPointPath}',
    attributes: { AccessPointArn: '{arn}' },
  },
  'AWS::VpcLattice::TargetGroup': byArn('arn:{p}:vpc-lattice:{r}:{a}:targetgroup/{TargetGroupId}', {
    Arn: '{arn}',
    Id: '{TargetGroupId}',
  }),
};
