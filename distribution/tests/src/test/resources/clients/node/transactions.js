// KafkaJS's transactions against a broker: transactions.js BOOTSTRAP TOPIC COUNT
const { Kafka, logLevel } = require('kafkajs');

const [bootstrap, topic, countText] = process.argv.slice(2);
const count = Number(countText);
const kafka = new Kafka({ clientId: 'kafkajs-transactions', brokers: [bootstrap], logLevel: logLevel.ERROR });

async function write(producer, outcome) {
  const transaction = await producer.transaction();
  for (let i = 0; i < count; i++) {
    await transaction.send({ topic, messages: [{ key: 'k', value: `${outcome}-${i}` }] });
  }
  await (outcome === 'commit' ? transaction.commit() : transaction.abort());
}

async function read() {
  const seen = [];
  const consumer = kafka.consumer({ groupId: `${topic}-check`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`only ${seen.length} of ${2 * count} came`)), 30000);
    consumer
      .run({
        eachMessage: async ({ message }) => {
          seen.push(message.value.toString());
          if (seen.length === 2 * count) {
            clearTimeout(limit);
            resolve();
          }
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return seen;
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  const producer = kafka.producer({ transactionalId: `${topic}-id`, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  await write(producer, 'commit');
  await write(producer, 'abort');
  await write(producer, 'commit');
  await producer.disconnect();
  const seen = await read();
  console.log(`seen ${seen.length}, aborted ${seen.filter((value) => value.startsWith('abort')).length}`);
  await admin.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
