import { lazyService } from '#account/account-session';
import { onceDone } from '#account/once-done';

describe('what is loaded when first asked for', () => {
  /** Fails the first time only. */
  const unsteady = () => {
    const asked: number[] = [];
    const load = () => {
      asked.push(asked.length);
      return asked.length === 1
        ? Promise.reject(new Error('no such file'))
        : Promise.resolve({ connect: () => 'client' });
    };
    return { asked, load };
  };

  it('is loaded once for all who ask at once, and again by whoever asks after it failed', async () => {
    const { asked, load } = unsteady();
    const get = onceDone(load);
    const first = await Promise.allSettled([get(), get()]);
    await Promise.all([get(), get()]);

    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(2);
  });

  it('is, as a client of the SDK, kept for its region once it is there', async () => {
    const { asked, load } = unsteady();
    const service = lazyService(load);

    await expect(service('eu-west-1')).rejects.toThrow('no such file');
    expect((await service('eu-west-1')).client).toBe('client');
    await service('eu-west-1');
    expect(asked).toHaveLength(2);
  });
});
