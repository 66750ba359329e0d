import { defineRule } from '../rule';
import { MAIL_IDENTITY } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-sends-mail';

export const functionSendsMail = defineRule({
  id,
  family: 'data',
  catalogue: ['A-SES'],
  title: 'Function can send mail from the identity',
  why: 'SES asks ses:SendEmail or ses:SendRawEmail of the identity that the mail is from; the SDK is called sesv2, the actions are not.',
  fix: 'Allow ses:SendEmail and ses:SendRawEmail on `arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/<identity>`.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html',
  ],
  needs: (model) => dataNeeds(id, MAIL_IDENTITY, model),
});
