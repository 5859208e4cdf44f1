import { Socket as DatagramSocket } from 'node:dgram';
import { Socket } from 'node:net';

const refuse = (): never => {
  throw new Error('This process may not use the network.');
};

// Node's permissions do not know the network before Node 25. `fetch` and all clients for http connect sockets, too.
Socket.prototype.connect = refuse;
DatagramSocket.prototype.bind = refuse;
DatagramSocket.prototype.send = refuse;
