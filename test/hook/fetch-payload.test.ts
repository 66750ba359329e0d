import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { fetchPayload } from '#hook/fetch-payload';
import { s3Url } from '#hook/payload-url';
import { timeBudget, type Clock } from '#hook/time-budget';

const PAYLOAD_URL = 'https://cfn-payloads.s3.eu-central-1.amazonaws.com/key?X-Amz-Signature=secret';

/** Twenty times as fast as the wall clock, so that pauses and time-outs are real but short. */
const FAST_CLOCK: Clock = {
  now: () => performance.now() * 20,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds / 20);
    return () => {
      clearTimeout(timer);
    };
  },
};

const realFetch = globalThis.fetch;
let server: Server | undefined;
afterEach(() => {
  globalThis.fetch = realFetch;
  server?.closeAllConnections();
  server?.close();
});

/** Lets the one S3 URL lead to a server on this machine; everything between is the real thing. */
async function serve(listener: RequestListener): Promise<{ readonly asked: () => number }> {
  let asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  globalThis.fetch = (input, init) => {
    expect(input).toBe(PAYLOAD_URL);
    return realFetch(`http://127.0.0.1:${String(port)}/`, init);
  };
  return { asked: () => asked };
}

const fetched = (total = 24_000): Promise<string> => fetchPayload(PAYLOAD_URL, timeBudget(total, FAST_CLOCK));

describe('the payload is fetched', () => {
  it('whole, however it is cut into chunks', async () => {
    const text = 'ü€😀'.repeat(50_000);
    await serve((_, response) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 997) response.write(bytes.subarray(at, at + 997));
      response.end();
    });

    expect(await fetched()).toBe(text);
  });

  it('again after an error of the server', async () => {
    let first = true;
    const { asked } = await serve((_, response) => {
      response.statusCode = first ? 503 : 200;
      first = false;
      response.end('{}');
    });

    expect(await fetched()).toBe('{}');
    expect(asked()).toBe(2);
  });

  it('again after a connection that broke in the middle', async () => {
    let first = true;
    await serve((_, response) => {
      if (!first) return response.end('{}');
      first = false;
      response.writeHead(200, { 'content-length': '100' });
      return response.write('{', () => response.destroy());
    });

    expect(await fetched()).toBe('{}');
  });
});

describe('the payload is given up', () => {
  const status =
    (code: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
    (_, response) => {
      response.writeHead(code, headers).end('<Error/>');
    };
  const never: RequestListener = (_, response) => void response.write(' ');
  const endless: RequestListener = (_, response) => {
    const chunk = Buffer.alloc(1_000_000, 32);
    const more = (): void => {
      if (!response.destroyed) response.write(chunk, () => setImmediate(more));
    };
    more();
  };

  it.each([
    { name: 'an expired URL', listener: status(403), code: 'payload-unavailable', attempts: 1 },
    { name: 'a payload that is gone', listener: status(404), code: 'payload-unavailable', attempts: 1 },
    {
      name: 'a redirect',
      listener: status(302, { location: 'http://127.0.0.1:1/' }),
      code: 'payload-unavailable',
      attempts: 1,
    },
    { name: 'a server that keeps failing', listener: status(500), code: 'payload-unavailable', attempts: 3 },
    { name: 'a payload without end', listener: endless, code: 'payload-too-large', attempts: 1 },
    { name: 'a server that trickles', listener: never, code: 'time-out', attempts: 3 },
  ])('at $name', async ({ listener, code, attempts }) => {
    const { asked } = await serve(listener);

    const error: unknown = await fetched().catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code });
    expect(String(error)).not.toMatch(/amazonaws|secret|127/);
    expect(asked()).toBe(attempts);
  });

  it('when nobody answers at all', async () => {
    await serve(status(200));
    globalThis.fetch = () => realFetch('http://127.0.0.1:1/');

    await expect(fetched()).rejects.toMatchObject({ code: 'payload-unavailable' });
  });

  it('when the time of the invocation is over', async () => {
    const { asked } = await serve(never);
    const start = performance.now();

    await expect(fetched(3_000)).rejects.toMatchObject({ code: 'time-out' });
    expect(asked()).toBe(1);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('when the URL is not one of S3, without asking anyone', async () => {
    const budget = timeBudget(1_000, FAST_CLOCK);
    globalThis.fetch = () => Promise.reject(new Error('must not be asked'));

    await expect(fetchPayload('https://example.com/', budget)).rejects.toMatchObject({ code: 'payload-url-refused' });
  });
});

describe('a payload URL', () => {
  it.each([
    'https://bucket.s3.eu-central-1.amazonaws.com/key?a=b',
    'https://bucket.with.dots.s3.us-gov-west-1.amazonaws.com/key',
    'https://s3.us-east-1.amazonaws.com/bucket/key',
    'https://s3.amazonaws.com/bucket/key',
    'https://s3-us-west-2.amazonaws.com/bucket/key',
    'https://bucket.s3.dualstack.ap-southeast-2.amazonaws.com/key',
    'https://bucket.s3-fips.us-east-1.amazonaws.com/key',
    'https://bucket.s3.cn-north-1.amazonaws.com.cn/key',
    'https://BUCKET.S3.EU-WEST-1.AMAZONAWS.COM:443/key',
  ])('is followed: %s', (url) => {
    expect(s3Url(url).protocol).toBe('https:');
  });

  it.each([
    'http://bucket.s3.eu-central-1.amazonaws.com/key',
    'ftp://s3.amazonaws.com/key',
    'file:///etc/passwd',
    'https://user@s3.amazonaws.com/key',
    'https://:secret@s3.amazonaws.com/key',
    'https://s3.amazonaws.com:8443/key',
    'https://s3.amazonaws.com.example.com/key',
    'https://s3.amazonaws.com@example.com/key',
    'https://example.com/s3.amazonaws.com',
    'https://example.com\\.s3.amazonaws.com/key',
    'https://evils3.amazonaws.com/key',
    'https://bucket.s3-website-eu-west-1.amazonaws.com/key',
    'https://name-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/key',
    'https://abc.execute-api.eu-west-1.amazonaws.com/key',
    'https://ec2.eu-west-1.amazonaws.com/key',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/key',
    'https://s3.amazonaws.com./key',
    'https://s3.eu-west-1.amazonaws.co/key',
    'https://s3......',
    '',
  ])('is not followed: %s', (url) => {
    expect(() => s3Url(url)).toThrow(expect.objectContaining({ code: 'payload-url-refused' }) as Error);
  });

  it('is not followed if it is longer than any that S3 presigns', () => {
    expect(() => s3Url(`https://s3.amazonaws.com/${'a'.repeat(20_000)}`)).toThrow('not a URL');
  });
});
