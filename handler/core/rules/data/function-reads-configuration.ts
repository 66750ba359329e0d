import type { StackModel } from '#core/model/stack-model';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { CONFIGURATION } from '../shared/data-accesses';
import { dataNeeds, isCalled } from '../shared/data-needs';
import { grantedUses, needAsGranted, type GrantedUse } from '../shared/granted-uses';

const id = 'function-reads-configuration';

export const functionReadsConfiguration = defineRule({
  id,
  family: 'data',
  catalogue: ['A-APPCONFIG'],
  title: 'Function can read the configuration of AppConfig',
  why: 'AppConfig is asked of `application/…/environment/…/configuration/…`; a session is started and read with two actions of the prefix appconfig, whatever the SDK is called.',
  fix: 'Allow appconfig:StartConfigurationSession and appconfig:GetLatestConfiguration on the ARN of the configuration.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/appconfig/latest/userguide/getting-started-with-appconfig-permissions.html',
  ],
  // An environment variable that names an application does not say which of the two halves is called.
  needs: (model) =>
    collectNeeds([
      ...dataNeeds(id, CONFIGURATION, model).filter(isCalled),
      ...HALVES.flatMap(([named, other]) =>
        grantedUses(named, model)
          .filter(({ grant }) => grant.function !== undefined)
          .flatMap((use) => halves(use, other, model)),
      ),
    ]),
});

/** AWS: a session that is started and never read is of no use, nor can one be read that is not started. */
const HALVES: readonly (readonly [named: string, other: string])[] = [
  ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
  ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
];

function halves(use: GrantedUse, other: string, model: StackModel): readonly Need[] {
  const need = needAsGranted(id, use, model);
  return use.isEffective ? [need, { ...need, action: other }] : [need];
}
