import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { at, itemsOf, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'bot-invokes-code-hook';

export const botInvokesCodeHook = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LEXV2', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'Lex can invoke the code hook of a bot alias',
  why: 'Lex V2 calls the function as lexv2.amazonaws.com with the bot alias as SourceArn; lex.amazonaws.com is the principal of Lex V1.',
  fix: 'Add an AWS::Lambda::Permission for lexv2.amazonaws.com whose SourceArn is `arn:…:lex:…:bot-alias/<bot>/*`.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lexv2/latest/dg/lambda-attach.html'],
  needs: (model) => [
    ...model.lookup
      .ofType('AWS::Lex::BotAlias')
      .flatMap((source) => hookNeeds(source, { settings: source.properties, sourceArn: source.arn }, model)),
    ...model.lookup
      .ofType('AWS::Lex::Bot')
      .flatMap((source) =>
        hookNeeds(
          source,
          { settings: at(source.properties, 'TestBotAliasSettings'), sourceArn: testAliasArn(source, model) },
          model,
        ),
      ),
  ],
});

interface Alias {
  readonly settings: Value | undefined;
  readonly sourceArn: Text | undefined;
}

function hookNeeds(source: Resource, { settings, sourceArn }: Alias, model: StackModel): readonly Need[] {
  return itemsOf(at(settings, 'BotAliasLocaleSettings')).flatMap((locale) =>
    serviceInvokesTarget(
      {
        rule: id,
        service: 'lexv2.amazonaws.com',
        source,
        sourceArn,
        target: at(locale, 'BotAliasLocaleSetting', 'CodeHookSpecification', 'LambdaCodeHook', 'LambdaArn'),
        words: 'has the function as its code hook',
      },
      model,
    ),
  );
}

/** AWS: the alias that is there for trying out the draft has the same id in every bot. */
function testAliasArn(bot: Resource, { place }: StackModel): Text {
  const { partition, region, account } = place;
  return textOf('arn:', partition, ':lex:', region, ':', account, ':bot-alias/', bot.ref, '/TSTALIASID');
}
