// Says what to do on an older Node, in words that an older Node understands.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Docent needs Node 24 or newer; this is ${process.version}. Run: npm ci`);
  process.exit(1);
}
