import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const refuse = (): never => {
  throw new Error('This process may not use the network.');
};

// Node's permissions do not know the network before Node 25. `fetch` and all clients for http connect sockets, too.
Socket.prototype.connect = refuse;
DatagramSocket.prototype.bind = refuse;
DatagramSocket.prototype.send = refuse;
// A name that is asked for leaves the machine, too.
const askers: object[] = [
  dns,
  dns.promises,
  dns.Resolver.prototype,
  dns.promises.Resolver.prototype,
];
for (const asker of askers)
  for (const name of Object.getOwnPropertyNames(asker))
    if (/^(?:lookup|resolve|reverse)/.test(name))
      Object.defineProperty(asker, name, { value: refuse });
syncBuiltinESMExports();
