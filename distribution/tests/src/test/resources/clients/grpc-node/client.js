// Does with a broker what clients in other languages do: node client.js ADDRESS PROTO_FOLDER COMMAND TOPIC COUNT
'use strict';

const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, folder, command, topic, countText] = process.argv.slice(2);
const count = Number(countText);
const options = { keepCase: false, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: [folder] };
const { v1 } = grpc.loadPackageDefinition(loader.loadSync(
  ['producer.proto', 'consumer.proto', 'topics.proto'].map((file) => path.join('gossip', 'v1', file)), options)).gossip;
const credentials = grpc.credentials.createInsecure();
const producer = new v1.Producer(address, credentials);
const consumer = new v1.Consumer(address, credentials);
const topics = new v1.Topics(address, credentials);

const call = (client, method, request) => new Promise((resolve, reject) => {
  client[method](request, { deadline: Date.now() + 20_000 }, (error, response) => (error ? reject(error) : resolve(response)));
});

const records = (from, end) => Array.from({ length: end - from }, (none, i) => ({
  key: Buffer.from(`key-${from + i}`), value: Buffer.from(`value-${from + i}`),
}));

async function roundTrip() {
  await call(topics, 'createTopic', { name: topic, partitionCount: 3 });
  const { results } = await call(producer, 'produce', { topic, records: records(0, count) });
  const failed = results.filter((result) => result.problem).length;
  console.log(`produced ${results.length - failed} of ${count}`);
  const read = await consume({ sources: [{ topic, start: { edge: 'EDGE_EARLIEST' } }], untilEnd: true });
  console.log(`consumed ${new Set(read.map((record) => record.value.toString())).size} of ${count}`);
  await call(topics, 'deleteTopic', { name: topic });
  console.log('deleted');
}

function consume(request) {
  return new Promise((resolve, reject) => {
    const read = [];
    consumer.consume(request)
      .on('data', (response) => read.push(...response.records))
      .on('error', reject)
      .on('end', () => resolve(read));
  });
}

function streamed() {
  return new Promise((resolve, reject) => {
    const stream = producer.produceStream((error, summary) => (error ? reject(error) : resolve(summary)));
    for (let i = 0; i < count; i += 10) {
      stream.write({ topic, records: records(i, Math.min(count, i + 10)) });
    }
    stream.end();
  });
}

async function produceStream() {
  const summary = await streamed();
  console.log(`appended ${summary.appended}, failed ${summary.failed}`);
}

function group() {
  return new Promise((resolve, reject) => {
    let seen = 0;
    const stream = consumer.join();
    stream.on('data', (response) => {
      if (response.consumed) {
        seen += response.consumed.records.length;
        if (seen === count) {
          stream.write({ commit: { positions: [] } });
        }
      }
      if (response.committed) {
        const problems = response.committed.results.filter((result) => result.problem).length;
        console.log(`seen ${seen}, problems ${problems}`);
        stream.end();
      }
    }).on('error', reject).on('end', resolve);
    stream.write({ join: { group: `${topic}-group`, topics: [topic], start: { edge: 'EDGE_EARLIEST' } } });
  });
}

async function reflection(version) {
  const { GrpcReflection } = require('grpc-js-reflection-client');
  const reflected = new GrpcReflection(address, credentials, {}, version);
  console.log((await reflected.listServices()).filter((name) => name.startsWith('gossip.')).sort().join(' '));
  const methods = await reflected.listMethods('gossip.v1.Producer');
  console.log(methods.map((method) => method.name).sort().join(' '));
}

async function failure() {
  try {
    await call(topics, 'describeTopic', { name: topic });
  } catch (error) {
    const details = error.metadata.get('grpc-status-details-bin');
    console.log(`${grpc.status[error.code]} ${details[0].includes('UNKNOWN_TOPIC_OR_PARTITION')}`);
  }
}

const commands = { 'round-trip': roundTrip, 'produce-stream': produceStream, group, reflection: () => reflection(topic), failure };
commands[command]().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
