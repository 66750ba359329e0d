import { accountSession, lazyService, type SessionTerms } from './account-session';
import { CallFailure } from './call-failure';

const ssm = lazyService(() => import('./clients/ssm'));

export interface StoredText {
  readonly text: string;
  /** Counts up with every change. */
  readonly version: number;
}

/** The text of an SSM parameter, as the gate's own settings are kept. */
export async function readStoredText(Name: string, terms: SessionTerms): Promise<StoredText> {
  const { call, place } = accountSession(terms);
  const { client, GetParameterCommand } = await ssm(place.region);
  const { Parameter } = await call('ssm:GetParameter', (options) =>
    client.send(new GetParameterCommand({ Name }), options),
  );
  if (Parameter?.Value === undefined) throw new CallFailure('absent', 'ssm:GetParameter', 'no value');
  return { text: Parameter.Value, version: Parameter.Version ?? 0 };
}
