import { startFakeUpstream, type FakeUpstream } from './fake-upstream.ts';
import {
  startServer,
  type ServerOptions,
  type TestPerson,
  type TestServer,
} from './start-server.ts';

export type ServerWithModel = {
  upstream: FakeUpstream;
  server: TestServer;
  person: TestPerson;
  close(): Promise<void>;
};

/** A server whose model is a scriptable upstream, and somebody to ask it. */
export const startWithModel = async (
  options: Pick<ServerOptions, 'serves'> = {},
): Promise<ServerWithModel> => {
  const upstream = await startFakeUpstream();
  const server = await startServer({
    ...options,
    env: { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'key', DOCENT_MODEL: 'fake' },
  });
  const close = async () => {
    await server.close();
    await upstream.close();
  };
  return { upstream, server, person: await server.person(), close };
};
