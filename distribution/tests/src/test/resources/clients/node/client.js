// KafkaJS against a broker: client.js BOOTSTRAP round-trip|produce TOPIC COUNT; CLIENT_OPTIONS holds further options as JSON
const { Kafka, CompressionTypes, logLevel } = require('kafkajs');

const [bootstrap, verb, topic, countText] = process.argv.slice(2);
const count = Number(countText);
const kafka = new Kafka({
  clientId: 'kafkajs-test',
  brokers: [bootstrap],
  logLevel: logLevel.ERROR,
  ...JSON.parse(process.env.CLIENT_OPTIONS || '{}'),
});

function messages() {
  return Array.from({ length: count }, (_, i) => ({
    key: `key-${i}`,
    value: `value-${i}`,
    headers: { number: String(i) },
  }));
}

async function produce(compression) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, compression, messages: messages() });
  await producer.disconnect();
}

async function consume(groupId) {
  const seen = new Set();
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`only ${seen.size} of ${count} came`)), 30000);
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const value = message.value.toString();
          const number = message.headers.number.toString();
          if (value !== `value-${number}` || message.key.toString() !== `key-${number}`) {
            reject(new Error(`${value} with header ${number}`));
          }
          seen.add(number);
          if (seen.size === count) {
            clearTimeout(limit);
            resolve();
          }
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return seen.size;
}

async function roundTrip() {
  const admin = kafka.admin();
  const groupId = `${topic}-group`;
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
  await produce(CompressionTypes.None);
  console.log(`consumed ${await consume(groupId)} of ${count}`);

  const [{ partitions }] = await admin.fetchOffsets({ groupId, topics: [topic] });
  console.log(`committed ${partitions.reduce((sum, partition) => sum + Math.max(0, Number(partition.offset)), 0)}`);
  await admin.deleteGroups([groupId]);
  await admin.deleteTopics({ topics: [topic] });
  const topics = await admin.listTopics();
  console.log(topics.includes(topic) ? 'still there' : 'deleted');
  await admin.disconnect();
}

(verb === 'produce' ? produce(CompressionTypes.GZIP) : roundTrip()).catch((error) => {
  console.error(error);
  process.exit(1);
});
